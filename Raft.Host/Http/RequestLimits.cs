using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Raft.Host.Security;

namespace Raft.Host.Http;

/// <summary>How many requests one address may make, and how large their heads may be.</summary>
internal sealed class RequestLimits : IDisposable
{
    private const int StepsASecond = 10;

    private readonly HttpLimits _limits;
    private readonly PartitionedRateLimiter<HttpContext> _rate;

    public RequestLimits(HttpLimits limits)
    {
        _limits = limits;
        _rate = PartitionedRateLimiter.Create<HttpContext, IPAddress>(
            context => RateLimitPartition.GetTokenBucketLimiter(
                context.Connection.RemoteIpAddress ?? IPAddress.None, _ => Bucket(limits.MaxRequestsPerSecond)));
    }

    public void Dispose() => _rate.Dispose();

    public async Task Check(HttpContext context, RequestDelegate next)
    {
        using var lease = _rate.AttemptAcquire(context);
        if (!lease.IsAcquired)
            await Problems.TooManyRequests(context, _limits.MaxRequestsPerSecond);
        else if (HeadBytes(context) > _limits.MaxHeaderBytes)
            await Problems.HeadTooLarge(context, _limits.MaxHeaderBytes);
        else
            await next(context);
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond)
    {
        var steps = perSecond >= StepsASecond ? StepsASecond : 1;
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = perSecond / steps,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / steps),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
    }

    private static long HeadBytes(HttpContext context)
    {
        const int separators = 4;       // ": " and the end of the line
        long bytes = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Length;
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
                bytes += name.Length + (value?.Length ?? 0) + separators;
        }
        return bytes;
    }
}
