namespace Raft.Specs.Linearizability;

public class CheckerSpecs
{
    [Fact]
    public void A_read_that_overlaps_a_write_may_see_either_value()
    {
        var write = Done("a", Put("1"), 0, 10);

        Assert.Equal(Verdict.Ok, VerdictOn(write, Done("b", Get(null), 5, 15)));
        Assert.Equal(Verdict.Ok, VerdictOn(write, Done("b", Get("1"), 5, 15)));
    }

    [Fact]
    public void A_read_after_a_write_must_see_it()
    {
        var report = Checker.Check(KeyValueModel.Model, [Done("a", Put("1"), 0, 10), Done("b", Get(null), 11, 15)]);

        Assert.Equal(Verdict.Illegal, report.Verdict);
        Assert.Equal(1, report.Partitions.Single().Broken);
    }

    [Fact]
    public void Once_one_reader_saw_the_new_value_no_later_one_may_see_the_old()
    {
        var write = Done("a", Put("1"), 0, 100);
        var first = Done("b", Get("1"), 10, 20);

        Assert.Equal(Verdict.Illegal, VerdictOn(write, first, Done("c", Get(null), 21, 30)));
        Assert.Equal(Verdict.Ok, VerdictOn(write, first, Done("c", Get(null), 19, 30)));
    }

    [Fact]
    public void A_write_of_unknown_outcome_may_take_effect_late_or_never()
    {
        var open = new Operation<KeyValueOperation>("a", Put("1"), 0, null);

        Assert.Equal(Verdict.Ok, VerdictOn(open, Done("b", Get(null), 100, 110)));
        Assert.Equal(Verdict.Ok, VerdictOn(open, Done("b", Get(null), 100, 110), Done("b", Get("1"), 200, 210)));
        Assert.Equal(Verdict.Illegal, VerdictOn(open, Done("b", Get("1"), 100, 110), Done("b", Get(null), 200, 210)));
    }

    [Fact]
    public void A_write_cannot_take_effect_before_it_was_asked_for()
    {
        var open = new Operation<KeyValueOperation>("a", Put("1"), 50, null);

        Assert.Equal(Verdict.Illegal, VerdictOn(open, Done("b", Get("1"), 10, 20)));
    }

    [Fact]
    public void A_write_of_unknown_outcome_takes_effect_once_and_not_twice()
    {
        Assert.Equal(Verdict.Illegal, VerdictOn(
            new("a", Put("1"), 0, null),
            Done("b", Get("1"), 10, 20),
            Done("b", Put("2"), 30, 40),
            Done("b", Get("1"), 50, 60)));
    }

    [Fact]
    public void The_break_is_put_where_the_first_inexplicable_answer_came()
    {
        var report = Checker.Check(KeyValueModel.Model,
        [
            Done("a", Put("1"), 0, 10),
            Done("a", Put("2"), 20, 30),
            Done("b", Get("1"), 40, 50),
            Done("c", Get("2"), 60, 70),
            Done("c", Get("nonsense"), 80, 90),
        ]);

        var partition = report.Partitions.Single();
        Assert.Equal(2, partition.Broken);
        Assert.Equal([0, 1], partition.Order.Select(o => o.Operation));
        Assert.Equal("2", partition.Order[^1].After.Value);
    }

    [Fact]
    public void Keys_are_checked_each_for_itself()
    {
        var report = Checker.Check(KeyValueModel.Model,
        [
            Done("a", new KeyValueOperation.Put("x", "1"), 0, 10),
            Done("a", new KeyValueOperation.Get("y", "1"), 20, 30),
        ]);

        Assert.Equal(
            [("x", Verdict.Ok), ("y", Verdict.Illegal)],
            report.Partitions.Select(p => (p.Partition, p.Verdict)));
    }

    [Fact]
    public void A_search_that_may_not_go_on_says_that_it_does_not_know()
    {
        var history = RandomHistory.OfACorrectStore(1, 200, 10, 1, withIndices: false, openOneIn: 10);

        Assert.Equal(
            Verdict.Unknown,
            Checker.Check(KeyValueModel.Model, history, new Budget(50, TimeSpan.FromMinutes(1))).Verdict);
    }

    [Fact]
    public void It_agrees_with_trying_every_order_and_so_it_does_without_its_hints()
    {
        var unhinted = new Model<KeyState, KeyValueOperation>
        {
            Init = KeyValueModel.Model.Init,
            Step = KeyValueModel.Model.Step,
            Forget = KeyValueModel.Model.Forget,
            Describe = KeyValueModel.Model.Describe,
            DescribeState = KeyValueModel.Model.DescribeState,
        };
        var found = new Dictionary<Verdict, int>();
        for (var seed = 0; seed < 20_000; seed++)
        {
            var history = RandomHistory.Small(seed);
            var truth = BruteForce.IsLinearizable(KeyValueModel.Model, history) ? Verdict.Ok : Verdict.Illegal;
            Assert.True(truth == Checker.Check(KeyValueModel.Model, history).Verdict, $"seed {seed}");
            Assert.True(truth == Checker.Check(unhinted, history).Verdict, $"seed {seed}, without hints");
            found[truth] = found.GetValueOrDefault(truth) + 1;
        }

        Assert.All(found, verdict => Assert.InRange(verdict.Value, 2_000, 18_000));
    }

    [Fact]
    public void The_order_it_gives_explains_every_answer()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var history = RandomHistory.OfACorrectStore(seed, 120, 6, 1, seed % 2 == 0, openOneIn: 8);
            var report = Checker.Check(KeyValueModel.Model, history).Partitions.Single();
            Assert.Equal(Verdict.Ok, report.Verdict);
            AssertExplains(report);
        }
    }

    [Fact]
    public void A_break_found_in_a_long_history_is_a_break_and_what_was_before_it_is_not()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var history = RandomHistory.OfACorrectStore(seed, 150, 5, 1, seed % 2 == 0, openOneIn: 10);
            var spoilt = Spoil(history, new Random(seed));
            var report = Checker.Check(KeyValueModel.Model, spoilt).Partitions.Single();
            Assert.Equal(Verdict.Illegal, report.Verdict);
            AssertExplains(report);
            var broken = report.Operations[report.Broken!.Value];
            Assert.Contains(broken, spoilt);
            Assert.DoesNotContain(
                report.Order, o => report.Operations[o.Operation].CallNs > broken.ReturnNs);
        }
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(100, false)]
    [InlineData(10, false)]
    [InlineData(1, true)]
    public void A_hundred_thousand_operations_of_64_clients_take_hardly_more_steps_than_that(int keys, bool withIndices)
    {
        var history = RandomHistory.OfACorrectStore(7, 100_000, 64, keys, withIndices, openOneIn: 200);

        var report = Checker.Check(KeyValueModel.Model, history);

        Assert.Equal(Verdict.Ok, report.Verdict);
        Assert.InRange(report.Partitions.Sum(p => p.Steps), history.Count * 9L / 10, history.Count * 3L);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lost_write_among_a_hundred_thousand_is_found(bool withIndices)
    {
        var history = RandomHistory.OfACorrectStore(8, 100_000, 64, 10, withIndices, openOneIn: 200);
        var spoilt = Spoil(history, new Random(8));

        var report = Checker.Check(KeyValueModel.Model, spoilt);

        Assert.Equal(Verdict.Illegal, report.Verdict);
        Assert.Single(report.Partitions, p => p.Verdict == Verdict.Illegal);
    }

    // In the middle of the history someone reads a value that was overwritten long before.
    private static List<Operation<KeyValueOperation>> Spoil(List<Operation<KeyValueOperation>> history, Random dice)
    {
        var reads = history
            .Where(o => o.What is KeyValueOperation.Get { Value: not null } && o.ReturnNs is not null)
            .OrderBy(o => o.CallNs)
            .ToList();
        var late = reads[dice.Next(reads.Count / 2, reads.Count)];
        var old = reads.First(o => o.What.Key == late.What.Key && o.What != late.What);
        return [.. history.Select(o => o == late ? late with { What = old.What } : o)];
    }

    private static void AssertExplains(PartitionReport<KeyState, KeyValueOperation> report)
    {
        var state = KeyValueModel.Model.Init;
        var latestCall = long.MinValue;
        foreach (var (operation, after) in report.Order)
        {
            var taken = report.Operations[operation];
            latestCall = Math.Max(latestCall, taken.CallNs);
            Assert.True(taken.ReturnNs is null || taken.ReturnNs >= latestCall, "it took effect after it had returned");
            state = StepOrForgotten(state, taken.What, after);
        }
    }

    // An operation that was answered after the break stands in the order as one whose answer is not known.
    private static KeyState StepOrForgotten(KeyState state, KeyValueOperation operation, KeyState after)
    {
        var asAnswered = KeyValueModel.Model.Step(state, operation);
        if (asAnswered.IsLegal && asAnswered.Next == after)
            return after;
        var asOpen = KeyValueModel.Model.Step(state, KeyValueModel.Model.Forget(operation)!);
        Assert.Equal((true, after), asOpen);
        return after;
    }

    private static Verdict VerdictOn(params Operation<KeyValueOperation>[] history) =>
        Checker.Check(KeyValueModel.Model, history).Verdict;

    private static Operation<KeyValueOperation> Done(string client, KeyValueOperation what, long call, long end) =>
        new(client, what, call, end);

    private static KeyValueOperation.Put Put(string value) => new("k", value);

    private static KeyValueOperation.Get Get(string? value) => new("k", value);
}
