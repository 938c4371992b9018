using System.Net;
using Akka.Actor;
using Akka.Configuration;
using Raft.Actors;
using Raft.Actors.Machines;
using Raft.Actors.Tracing;
using Raft.Host.Http;
using Raft.Specs.Node;

namespace Raft.Specs.Host;

/// <summary>A whole node in this process, its API on a real socket.</summary>
public sealed class TraceSpecs
{
    [Fact]
    public async Task A_write_over_HTTP_is_one_trace_from_the_callers_own_to_the_machine()
    {
        using var heard = new Listening(RequestTracing.SourceName, RaftTracing.SourceName);
        var config = ConfigurationFactory.ParseString("""
            akka.loglevel = OFF
            raft {
              node = "n1", members { n1 = "127.0.0.1:9101" }
              journal.class = "Akka.Persistence.Journal.MemoryJournal, Akka.Persistence"
              snapshots.class = "Akka.Persistence.Snapshot.MemorySnapshotStore, Akka.Persistence"
            }
            """).WithFallback(RaftSettings.DefaultConfig());
        using var system = ActorSystem.Create("traced", config);
        var group = RaftGroups.For(system).Start(
            "kv", RaftSettings.Create(config.GetConfig("raft")), () => new KeyValueMachine());
        var settings = new HttpSettings(IPAddress.Loopback, 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60), 100);
        await using var server = await HttpServer.Start(
            settings, new KeyValueStore(group.Client), new FakeOperations(() => null));
        using var client = new HttpClient { BaseAddress = server.Address };
        using var put = new HttpRequestMessage(HttpMethod.Put, "/v1/kv/ana") { Content = new StringContent("4") };
        put.Headers.Add("traceparent", heard.TraceParent);

        using var answer = await client.SendAsync(put);
        await server.Stop(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var names = new[] { "PUT /v1/kv/{key}", "raft.request", "raft.propose", "raft.journal.write" };
        var spans = names.Select(name => Assert.Single(heard.Ended, span => span.DisplayName == name)).ToList();
        Assert.Equal(
            spans.Select(span => span.ParentSpanId), spans.Select(span => span.SpanId).SkipLast(1).Prepend(heard.Root));
        Assert.Equal(200, spans[0].GetTagItem("http.response.status_code"));
        Assert.Single(heard.Ended, span => span.DisplayName == "raft.apply" && span.ParentSpanId == spans[2].SpanId);
    }
}
