using System.Reflection;
using System.Runtime.InteropServices;

[assembly: AssemblyTitle("NanoMqttDevice.Examples")]
[assembly: AssemblyCompany("NanoMqttDevice contributors")]
[assembly: AssemblyProduct("NanoMqttDevice")]
[assembly: AssemblyCopyright("Copyright (c) 2026 NanoMqttDevice contributors")]
[assembly: ComVisible(false)]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
