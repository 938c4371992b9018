using Akka.Actor;
using Akka.Configuration;

namespace Akka.TestKit;

public class TestKitSettings : IExtension
{
    public TestKitSettings(Config config)
    {
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", null, allowInfinite: false);
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", null, allowInfinite: false);
        TestEventFilterLeeway = config.GetTimeSpan("akka.test.filter-leeway", null, allowInfinite: false);
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 0);
        if (TestTimeFactor <= 0)
            throw new ConfigurationException($"akka.test.timefactor must be positive, but is {TestTimeFactor}");
    }

    public TimeSpan DefaultTimeout { get; }

    public TimeSpan SingleExpectDefault { get; }

    public TimeSpan TestEventFilterLeeway { get; }

    public double TestTimeFactor { get; }
}

public class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    public static TestKitSettings For(ActorSystem system) => system.GetExtension<TestKitSettings>();

    public override TestKitSettings CreateExtension(ExtendedActorSystem system) => new(system.Settings.Config);
}
