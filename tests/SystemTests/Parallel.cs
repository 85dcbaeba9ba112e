// Most of a test's time is waiting for a program, a device or the service; each has its own folder and ports.
[assembly: Parallelize(Workers = 3, Scope = ExecutionScope.ClassLevel)]
