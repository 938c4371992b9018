using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Raft.Specs.Simulation;

public class SimulationSpecs
{
    private const int Seeds = 2000;

    [Fact]
    public void Every_promise_is_kept_whatever_goes_wrong()
    {
        var batch = new SimulationBatch(1, plan => plan);
        batch.Run(Seeds);

        Assert.True(batch.Failed is null, $"./raft simulate --seed {batch.Failed?.Plan.Seed}: {batch.Failed?.Failure}");
        Assert.Equal(Seeds, batch.Seeds);
    }

    [Fact]
    public void Every_kind_of_fault_strikes_and_clients_are_served_all_the_same()
    {
        var batch = new SimulationBatch(1, plan => plan);
        batch.Run(100);

        var kinds = Enum.GetValues<FaultKinds>().Where(k => int.PopCount((int)k) == 1 && k != FaultKinds.Delay);
        Assert.All(kinds,
            kind => Assert.True(batch.Injected[int.TrailingZeroCount((int)kind)] > 0, $"{kind} never struck"));
        Assert.True(batch.Answered > 1000, $"only {batch.Answered} operations were answered");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(33)]
    public void The_same_seed_gives_the_same_trace_in_another_process(int seed)
    {
        var lines = new StringBuilder();
        SimulationRun.Run(SimulationPlan.Draw(seed), line => lines.Append(line).Append('\n'));

        Assert.Equal(Hash(Encoding.UTF8.GetBytes(lines.ToString())), Hash(TraceOfAnotherProcess(seed)));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));

    private static byte[] TraceOfAnotherProcess(int seed)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(SimulationSpecs).Assembly.Location, "simulate", "--seed", $"{seed}", "--trace"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return bytes.ToArray();
    }
}
