using System.Diagnostics;

namespace Raft.Specs.Chaos;

/// <summary>A node's folder on a disk of its own, in memory and so small that it can be filled.</summary>
/// <param name="folder">The node's folder.</param>
internal sealed class SmallDisk(string folder) : IDisposable
{
    private const int SizeMiB = 64;

    private readonly string _ballast = Path.Combine(folder, "ballast");
    private bool _isMounted;

    /// <summary>Mounts the disk; the reason when it cannot be.</summary>
    public string? Mount()
    {
        if (!OperatingSystem.IsLinux())
            return "small disks are made on Linux alone";
        if (!Environment.IsPrivilegedProcess)
            return "mounting a small disk takes root";
        Directory.CreateDirectory(folder);
        var problem = Run("mount", "-t", "tmpfs", "-o", $"size={SizeMiB}m,mode=700", "raft-chaos", folder);
        _isMounted = problem is null;
        return problem;
    }

    /// <summary>Writes until not one byte more fits.</summary>
    public void Fill()
    {
        var block = new byte[1 << 20];
        using var file = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = block.Length; size > 0;)
        {
            try
            {
                file.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void Free() => File.Delete(_ballast);

    public void Dispose()
    {
        if (_isMounted)
            _isMounted = Run("umount", "--lazy", folder) is not null;
    }

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (System.ComponentModel.Win32Exception none)
        {
            return none.Message;
        }
    }
}
