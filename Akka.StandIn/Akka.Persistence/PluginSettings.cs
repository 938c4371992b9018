using Akka.Actor;
using Akka.Configuration;
using Akka.Pattern;

namespace Akka.Persistence;

internal static class PluginSettings
{
    /// <summary>The circuit breaker in front of a plug-in's store.</summary>
    public static CircuitBreaker Breaker(this Config plugin, IScheduler scheduler) =>
        CircuitBreaker.Create(
            scheduler,
            plugin.GetInt("circuit-breaker.max-failures"),
            plugin.GetTimeSpan("circuit-breaker.call-timeout"),
            plugin.GetTimeSpan("circuit-breaker.reset-timeout"));
}
