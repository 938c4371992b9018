using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace Raft.Specs.Conformance.Actors;

public sealed class Counting : IExtension
{
    public int Instance { get; init; }
}

public sealed class CountingProvider : ExtensionIdProvider<Counting>
{
    private int _made;

    public override Counting CreateExtension(ExtendedActorSystem system) =>
        new() { Instance = Interlocked.Increment(ref _made) };
}

public class ActorSystemSpecs : ActorSpecs
{
    private sealed class Colour : Setup
    {
        public string Name { get; init; } = "";
    }

    [Fact]
    public void An_extension_is_made_once_even_if_many_ask_at_once()
    {
        var provider = new CountingProvider();
        Assert.Null(Sys.GetExtension<Counting>());
        var instances = new Counting[32];
        Parallel.For(0, instances.Length, i => instances[i] = provider.Apply(Sys));

        Assert.All(instances, instance => Assert.Equal(1, instance.Instance));
        Assert.True(Sys.HasExtension<Counting>());
        Assert.Same(instances[0], provider.Get(Sys));
        Assert.Same(instances[0], Sys.WithExtension<Counting, CountingProvider>());
    }

    [Fact]
    public async Task Extensions_of_the_configuration_are_there_from_the_start()
    {
        var hocon = $"akka.extensions = [\"{typeof(CountingProvider).AssemblyQualifiedName}\"]";
        using var system = ActorSystem.Create("extended", ConfigurationFactory.ParseString(hocon).WithFallback(Quiet));

        Assert.NotNull(system.GetExtension<Counting>());
        await system.Terminate().WaitAsync(Patience);
    }

    [Fact]
    public async Task Settings_can_be_handed_over_in_code()
    {
        var setup = ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("own.key = 5").WithFallback(Quiet)),
            new Colour { Name = "red" });
        using var system = ActorSystem.Create("set-up", setup);

        Assert.Equal(5, system.Settings.Config.GetInt("own.key"));
        Assert.Equal("red", system.Settings.Setup.Get<Colour>().Value.Name);
        Assert.False(Sys.Settings.Setup.Get<Colour>().HasValue);
        await system.Terminate().WaitAsync(Patience);
    }

    [Fact]
    public void What_the_user_sets_wins_over_the_defaults_that_an_extension_adds()
    {
        Sys.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString("akka.loglevel = DEBUG, added = 1"));

        Assert.Equal("OFF", Sys.Settings.Config.GetString("akka.loglevel"));
        Assert.Equal(1, Sys.Settings.Config.GetInt("added"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void An_actors_name_must_fit_a_path(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Spawn((_, _) => { }, name));

    [Fact]
    public void An_actor_without_a_name_gets_one()
    {
        var (a, b) = (Spawn((_, _) => { }), Spawn((_, _) => { }));

        Assert.StartsWith("$", a.Path.Name, StringComparison.Ordinal);
        Assert.NotEqual(a.Path.Name, b.Path.Name);
    }

    [Theory]
    [InlineData("-x")]
    [InlineData("a_b")]
    [InlineData("a b")]
    public void A_systems_name_must_fit_an_address(string name) =>
        Assert.Throws<ArgumentException>(() => ActorSystem.Create(name, Quiet));

    [Fact]
    public async Task Terminating_stops_all_actors_and_then_runs_the_callbacks_last_registered_first()
    {
        var order = new List<string>();
        var actor = Sys.ActorOf(Props.Create(() => new Stopping(order)));
        await Settle(actor);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Sys.RegisterOnTermination(() =>
        {
            order.Add("registered first");
            done.SetResult();
        });
        Sys.RegisterOnTermination(() => order.Add("registered last"));
        Assert.False(Sys.WhenTerminated.IsCompleted);
        await Sys.Terminate().WaitAsync(Patience);
        await Sys.WhenTerminated.WaitAsync(Patience);
        await done.Task.WaitAsync(Patience); // the system is terminated as soon as the first of them has run

        Assert.Equal(["actor", "registered last", "registered first"], order);
    }

    private sealed class Stopping : UntypedActor
    {
        private readonly List<string> _order;

        public Stopping(List<string> order)
        {
            _order = order;
        }

        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop() => _order.Add("actor");
    }

    [Fact]
    public async Task Aborting_stops_all_actors_as_well()
    {
        var order = new List<string>();
        await Settle(Sys.ActorOf(Props.Create(() => new Stopping(order))));
        ((ExtendedActorSystem)Sys).Abort();
        await Sys.WhenTerminated.WaitAsync(Patience);

        Assert.Equal(["actor"], order);
    }

    [Fact]
    public async Task User_actors_live_under_user_and_system_actors_under_system()
    {
        var user = Spawn((_, _) => { }, "mine");
        var system = ((ExtendedActorSystem)Sys).SystemActorOf(Scripted.Props((_, _) => { }), "theirs");
        await Settle(user);
        await Settle(system);

        Assert.Equal("akka://conformance/user/mine", user.Path.ToString());
        Assert.Equal("akka://conformance/system/theirs", system.Path.ToString());
    }

    [Fact]
    public async Task Props_make_a_new_actor_each_time_from_the_same_arguments()
    {
        var made = 0;
        var props = Props.Create(
            () => new Scripted((_, context) => context.Sender.Tell(Interlocked.Increment(ref made))));

        Assert.Equal(1, await Sys.ActorOf(props).Ask<int>("count", Patience));
        Assert.Equal(2, await Sys.ActorOf(props).Ask<int>("count", Patience));
        Assert.ThrowsAny<Exception>(() => Props.Create(() => Make()));
    }

    private static Scripted Make() => throw new InvalidOperationException("never called");

    [Fact]
    public void Props_find_public_constructors_alone_even_where_the_expression_may_call_another()
    {
        var error = Assert.Throws<TypeLoadException>(() => Hidden.Props.NewActor());

        Assert.IsType<MissingMethodException>(error.InnerException);
    }

    private sealed class Hidden : UntypedActor
    {
        private Hidden(int number) => Number = number;

        public static Props Props => Akka.Actor.Props.Create(() => new Hidden(1));

        public int Number { get; }

        protected override void OnReceive(object message) => Sender.Tell(Number);
    }
}
