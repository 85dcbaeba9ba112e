// Of upstream's newest System.Net; the firmware knows it by its name and its field.
namespace System.Security.Cryptography
{
    internal sealed class CryptographicException : Exception
    {
        private readonly int _errorCode;

        public CryptographicException(int errorCode)
        {
            _errorCode = errorCode;
        }

        public int ErrorCode
        {
            get { return _errorCode; }
        }
    }
}
