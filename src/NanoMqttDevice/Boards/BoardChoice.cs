using System;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Boards
{
    /// <summary>Which board it is: the product's word goes before the table's.</summary>
    public static class BoardChoice
    {
        /// <summary>Finds the board.</summary>
        /// <param name="product">The product's application.</param>
        /// <param name="targetName">Target name of the running image.</param>
        /// <returns>The board.</returns>
        public static BoardInfo Of(object product, string targetName)
        {
            try
            {
                if (product is IProductBoard own)
                {
                    BoardInfo board = own.FindBoard(targetName);
                    if (board != null)
                    {
                        return board;
                    }
                }
            }
            catch (Exception)
            {
                // A product that fails here must not keep the device from starting. Its pins are not known then: none is used.
                return BoardTable.Find("");
            }

            return BoardTable.Find(targetName);
        }
    }
}
