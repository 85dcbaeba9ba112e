using System;
using System.Collections;
using System.Runtime.CompilerServices;
using MSTest = Microsoft.VisualStudio.TestTools.UnitTesting;

// nanoFramework.TestFramework's names over MSTest, as far as the tests use them.
namespace nanoFramework.TestFramework
{
    /// <summary>Marks a class of tests.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class TestClassAttribute : MSTest.TestClassAttribute
    {
    }

    /// <summary>Marks a test.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class TestMethodAttribute : MSTest.TestMethodAttribute
    {
        /// <summary>Marks a test.</summary>
        /// <param name="callerFilePath">Where it stands.</param>
        /// <param name="callerLineNumber">Its line.</param>
        public TestMethodAttribute([CallerFilePath] string callerFilePath = "", [CallerLineNumber] int callerLineNumber = -1)
            : base(callerFilePath, callerLineNumber)
        {
        }
    }

    /// <summary>Gives a test one set of arguments.</summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public sealed class DataRowAttribute : MSTest.DataRowAttribute
    {
        /// <summary>Makes a set of arguments.</summary>
        /// <param name="arguments">The arguments.</param>
        public DataRowAttribute(params object[] arguments)
            : base(arguments)
        {
        }
    }

    /// <summary>Assertions.</summary>
    public static class Assert
    {
        /// <summary>Fails unless both are equal.</summary>
        /// <param name="expected">Expected.</param>
        /// <param name="actual">Actual.</param>
        /// <param name="message">Message.</param>
        public static void AreEqual(object expected, object actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        /// <inheritdoc cref="AreEqual(object, object, string)"/>
        public static void AreEqual(int expected, int actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        /// <inheritdoc cref="AreEqual(object, object, string)"/>
        public static void AreEqual(long expected, long actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        /// <inheritdoc cref="AreEqual(object, object, string)"/>
        public static void AreEqual(uint expected, uint actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        /// <inheritdoc cref="AreEqual(object, object, string)"/>
        public static void AreEqual(string expected, string actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        /// <inheritdoc cref="AreEqual(object, object, string)"/>
        public static void AreNotEqual(object expected, object actual, string message = "")
        {
            MSTest.Assert.AreNotEqual(expected, actual, message);
        }

        /// <summary>Fails unless the condition holds.</summary>
        /// <param name="condition">Condition.</param>
        /// <param name="message">Message.</param>
        public static void IsTrue(bool condition, string message = "")
        {
            MSTest.Assert.IsTrue(condition, message);
        }

        /// <summary>Fails if the condition holds.</summary>
        /// <param name="condition">Condition.</param>
        /// <param name="message">Message.</param>
        public static void IsFalse(bool condition, string message = "")
        {
            MSTest.Assert.IsFalse(condition, message);
        }

        /// <summary>Fails unless it is null.</summary>
        /// <param name="value">Value.</param>
        /// <param name="message">Message.</param>
        public static void IsNull(object value, string message = "")
        {
            MSTest.Assert.IsNull(value, message);
        }

        /// <summary>Fails if it is null.</summary>
        /// <param name="value">Value.</param>
        /// <param name="message">Message.</param>
        public static void IsNotNull(object value, string message = "")
        {
            MSTest.Assert.IsNotNull(value, message);
        }

        /// <summary>Fails unless both are the same object.</summary>
        /// <param name="expected">Expected.</param>
        /// <param name="actual">Actual.</param>
        /// <param name="message">Message.</param>
        public static void AreSame(object expected, object actual, string message = "")
        {
            MSTest.Assert.AreSame(expected, actual, message);
        }

        /// <summary>Fails unless the text holds a part.</summary>
        /// <param name="expected">The part.</param>
        /// <param name="value">The text.</param>
        /// <param name="message">Message.</param>
        public static void Contains(string expected, string value, string message = "")
        {
            MSTest.Assert.Contains(expected, value, message);
        }

        /// <summary>Fails if the text holds a part.</summary>
        /// <param name="notExpected">The part.</param>
        /// <param name="value">The text.</param>
        /// <param name="message">Message.</param>
        public static void DoesNotContains(string notExpected, string value, string message = "")
        {
            MSTest.Assert.DoesNotContain(notExpected, value, message);
        }

        /// <summary>Fails unless the action throws.</summary>
        /// <param name="exception">Type of the exception.</param>
        /// <param name="action">The action.</param>
        /// <param name="message">Message.</param>
        public static void ThrowsException(Type exception, Action action, string message = "")
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                MSTest.Assert.AreEqual(exception, e.GetType(), message);
                return;
            }

            MSTest.Assert.Fail(message + " threw nothing");
        }

        /// <summary>Ends the test as skipped.</summary>
        /// <param name="message">Why.</param>
        public static void SkipTest(string message = null)
        {
            MSTest.Assert.Inconclusive(message);
        }
    }

    /// <summary>Assertions on collections.</summary>
    public static class CollectionAssert
    {
        /// <summary>Fails unless both hold the same.</summary>
        /// <param name="expected">Expected.</param>
        /// <param name="actual">Actual.</param>
        /// <param name="message">Message.</param>
        public static void AreEqual(ICollection expected, ICollection actual, string message = "")
        {
            MSTest.CollectionAssert.AreEqual(expected, actual, message);
        }
    }
}
