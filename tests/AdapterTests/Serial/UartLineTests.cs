using System;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using nanoFramework.Hardware.Esp32;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Boards;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Serial
{
    /// <summary>The serial port, whose reading waits for all that it is asked for.</summary>
    [TestClass]
    public sealed class UartLineTests
    {
        [TestInitialize]
        public void Start()
        {
            Platform.Board.Reset();
        }

        [TestMethod]
        [DataRow(1, (int)DeviceFunction.COM1_TX, (int)DeviceFunction.COM1_RX)]
        [DataRow(2, (int)DeviceFunction.COM2_TX, (int)DeviceFunction.COM2_RX)]
        [DataRow(3, (int)DeviceFunction.COM3_TX, (int)DeviceFunction.COM3_RX)]
        public void The_pins_of_the_board_are_those_of_the_port(int uart, int tx, int rx)
        {
            _ = new UartLine(new BoardInfo("b", "c", uart, 17, 16, -1, true, -1));
            Assert.AreEqual(tx, Pins.Functions[17]);
            Assert.AreEqual(rx, Pins.Functions[16]);
            Assert.AreEqual("COM" + uart, Port.Name);
            Assert.AreEqual(115200, Port.BaudRate);
            Assert.AreEqual(1024, Port.ReadBufferSize);
            Assert.IsTrue(Port.IsOpen);
        }

        [TestMethod]
        public void What_has_come_is_read_and_nothing_is_waited_for()
        {
            UartLine line = Open();
            byte[] buffer = new byte[4];
            Assert.AreEqual(0, line.Read(buffer));
            Port.ToDevice.AddRange(Encoding.ASCII.GetBytes("status"));
            Assert.AreEqual(4, line.Read(buffer));
            Assert.AreEqual("stat", Encoding.ASCII.GetString(buffer));
            Assert.AreEqual(2, line.Read(buffer));
            Assert.AreEqual("us", Encoding.ASCII.GetString(buffer, 0, 2));
            Assert.AreEqual(0, VirtualTime.Now);
        }

        [TestMethod]
        public void Bytes_that_arrive_wake_whoever_waits_for_them()
        {
            int woken = 0;
            UartLine line = Open();
            Port.Received();
            line.Arrived += () => woken++;
            Port.Received();
            Assert.AreEqual(1, woken);
        }

        [TestMethod]
        public void An_overrun_costs_what_it_flushed_and_no_more()
        {
            UartLine line = Open();
            Port.ToDevice.AddRange(Encoding.ASCII.GetBytes("lost"));
            Port.Overruns = true;
            byte[] buffer = new byte[8];
            Assert.AreEqual(0, line.Read(buffer));
            Assert.IsLessThanOrEqualTo(300, VirtualTime.Now);
            Assert.AreEqual(1, line.Read(buffer));
            Assert.AreEqual((byte)'!', buffer[0]);
        }

        [TestMethod]
        public void Of_a_buffer_as_many_bytes_are_sent_as_are_asked_for()
        {
            Open().Write(Encoding.ASCII.GetBytes("ok\r\nrest"), 4);
            Assert.AreEqual("ok\r\n", Encoding.ASCII.GetString(Port.FromDevice.ToArray()));
        }

        [TestMethod]
        public void A_port_that_the_debugger_has_and_a_board_without_one_are_told()
        {
            Port.IsTaken = true;
            Assert.ThrowsExactly<InvalidOperationException>(Open);
            Assert.ThrowsExactly<ArgumentException>(() => new UartLine(BoardTable.Find("somebody's own")));
        }

        private static UartLine Open()
        {
            return new UartLine(BoardTable.Find("ESP32_REV3"));
        }
    }
}
