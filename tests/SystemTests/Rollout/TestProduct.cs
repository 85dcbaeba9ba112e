using System.Reflection;
using System.Reflection.Emit;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;
using NanoMqttDevice.Tool.Updates;

namespace NanoMqttDevice.SystemTests.Rollout;

/// <summary>A product for .NET 10 that is made by the test, and packages of it.</summary>
internal static class TestProduct
{
    private const string ClassName = "Garden.Thermometer";

    /// <summary>Makes a package.</summary>
    /// <param name="key">Signs it.</param>
    /// <param name="release">Its release.</param>
    /// <param name="failing">The product fails its test on devices whose client ID ends so; with an empty text on all.</param>
    public static byte[] Pack(SigningKey key, int release, string failing)
    {
        var core = typeof(DeviceApplication).Assembly.GetName();
        var draft = new PackageDraft
        {
            Product = Firmware.Name,
            ClassName = ClassName,
            Release = release,
            NeededHeap = 6000,
            Libraries = [new LibraryVersion(core.Name, core.Version!.Major, core.Version.Minor, core.Version.Build, core.Version.Revision)],
            Boards = ["ESP32_REV"],
            Assembly = new byte[1500],
            HostAssembly = Compile(release, failing),
            NextKey = [],
        };
        return PackageSigner.Sign(draft, key, release);
    }

    private static byte[] Compile(int release, string failing)
    {
        const MethodAttributes Override = MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig;
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Garden"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Garden").DefineType(ClassName, TypeAttributes.Public | TypeAttributes.Sealed, typeof(DeviceApplication));
        type.DefineDefaultConstructor(MethodAttributes.Public);
        var measure = type.DefineMethod(nameof(DeviceApplication.Measure), Override, typeof(void), [typeof(DeviceContext), typeof(JsonObject)]).GetILGenerator();
        measure.Emit(OpCodes.Ldarg_2);
        measure.Emit(OpCodes.Ldstr, "product");
        measure.Emit(OpCodes.Ldc_I4, release);
        measure.Emit(OpCodes.Conv_I8);
        measure.Emit(OpCodes.Callvirt, typeof(JsonObject).GetMethod(nameof(JsonObject.Add), [typeof(string), typeof(long)])!);
        measure.Emit(OpCodes.Pop);
        measure.Emit(OpCodes.Ret);
        var test = type.DefineMethod(nameof(DeviceApplication.SelfTest), Override, typeof(bool), [typeof(DeviceContext)]).GetILGenerator();
        test.Emit(OpCodes.Ldarg_1);
        test.Emit(OpCodes.Callvirt, typeof(DeviceContext).GetProperty(nameof(DeviceContext.ClientId))!.GetMethod!);
        test.Emit(OpCodes.Ldstr, failing);
        test.Emit(OpCodes.Callvirt, typeof(string).GetMethod(nameof(string.EndsWith), [typeof(string)])!);
        test.Emit(OpCodes.Ldc_I4_0);
        test.Emit(OpCodes.Ceq);
        test.Emit(OpCodes.Ret);
        type.CreateType();
        using var bytes = new MemoryStream();
        assembly.Save(bytes);
        return bytes.ToArray();
    }
}
