package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.outcome.CommandException;
import com.orchestrator.cli.output.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Budgets, fairness keys, breakers and locks. Limits of a queue are set at the queue. */
final class LimitsNoun {

    private static final Argument WORKLOAD = Argument.one("WORKLOAD", "What definitions name as their budget.");
    private static final Argument QUEUE = Argument.one("QUEUE", "Its name.");
    private static final Argument KEY = Argument.one("KEY", "What definitions make of fairness.key.");
    private static final Argument TYPE = Argument.one("TYPE", "The type that definitions name as task.");
    private static final Argument RULE =
            Argument.one("RULE", "What it goes by, such as budget:heavy, breaker:TYPE or queue:NAME.");

    private static final Option MAX = Option.of(
                    "--max", Kind.number("N", 1, 1_000_000), "Attempts that may be in flight.")
            .required();
    private static final Option WEIGHT =
            Option.of("--weight", Kind.number("N", 1, 1000), "Its share beside keys of weight 1.");
    private static final Option MAX_CONCURRENT =
            Option.of("--max-concurrent", Kind.number("N", 1, 1_000_000), "Attempts that may be in flight.");
    private static final Option FAILURES = Option.of(
                    "--failures", Kind.number("N", 1, 1000), "So many within the window open it.")
            .required();
    private static final Option WINDOW = Option.of("--window", Kind.DURATION_TEXT, "In which failures count.")
            .required();
    private static final Option OPEN_FOR = Option.of(
                    "--open-for", Kind.DURATION_TEXT, "Before one attempt finds out whether it works again.")
            .required();
    private static final Option NAME = Option.of("--name", Kind.text("LOCK"), "Only this one.");
    private static final Option REASON = Globals.REASON.required();

    private static final View BUDGETS = changed(View.by("/workload")
            .column("WORKLOAD", "/workload")
            .column("USED", "/used")
            .column("MAX", "/max"));
    private static final View FAIRNESS = changed(View.by("/queue", "/key")
            .column("QUEUE", "/queue")
            .column("KEY", "/key")
            .column("WEIGHT", "/weight")
            .column("USED", "/used")
            .column("MAX", "/maxConcurrent"));
    private static final View BREAKERS = changed(View.by("/taskType")
            .column("TYPE", "/taskType")
            .column("STATE", "/state")
            .column("RECENT", "/recentFailures")
            .column("FAILURES", "/failures")
            .column("WINDOW", "/window")
            .column("OPEN FOR", "/openFor")
            .column("OPEN UNTIL", "/openUntil"));
    private static final View LOCKS = View.by("/name")
            .column("LOCK", "/name")
            .column("HOLDER", "/holder/instanceId")
            .column("TASK", "/holder/taskId")
            .column("SINCE", "/since")
            .column("WAITING", "/waiting")
            .wide("FENCE", "/fenceToken");
    private static final View CHANGES = Lists.changes("SETTINGS", "/settings");

    private LimitsNoun() {}

    private static View changed(View view) {
        return view.wide("CHANGED", "/changedAt").wide("BY", "/changedBy").wide("REASON", "/reason");
    }

    static Noun noun() {
        return new Noun("limits", "Budgets, fairness keys, breakers and locks.", LimitsNoun::verbs);
    }

    private static List<Verb> verbs() {
        return Stream.of(budgets(), fairness(), breakers(), others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Verb> budgets() {
        return List.of(
                list("budgets", "Lists budgets of workloads.", BUDGETS, "budgets"),
                Verb.named("set-budget", "Sets how many attempts of a workload may be in flight.")
                        .takes(WORKLOAD)
                        .with(MAX, REASON)
                        .does(invocation -> set(
                                invocation,
                                BUDGETS,
                                Bodies.number(Bodies.reason(invocation), "max", invocation, MAX),
                                "budgets",
                                invocation.get(WORKLOAD))),
                removal("remove-budget", "Takes the budget of a workload away.", "budgets", WORKLOAD));
    }

    private static List<Verb> fairness() {
        return List.of(
                list("fairness", "Lists fairness keys that something is set for.", FAIRNESS, "fairness"),
                Verb.named("set-fairness", "Sets what a fairness key gets, in place of what definitions say.")
                        .takes(QUEUE, KEY)
                        .with(WEIGHT, MAX_CONCURRENT, REASON)
                        .does(LimitsNoun::setFairness),
                removal("remove-fairness", "Leaves a fairness key to definitions.", "fairness", QUEUE, KEY));
    }

    private static List<Verb> breakers() {
        return List.of(
                list("breakers", "Lists breakers of task types.", BREAKERS, "breakers"),
                Verb.named("set-breaker", "Sets when a task type is not tried for a while.")
                        .takes(TYPE)
                        .with(FAILURES, WINDOW, OPEN_FOR, REASON)
                        .does(LimitsNoun::setBreaker),
                Verb.named("open-breaker", "Hands out nothing of a type until its breaker is closed.")
                        .takes(TYPE)
                        .with(REASON)
                        .does(invocation -> operate(invocation, "open")),
                Verb.named("close-breaker", "Tries a type again.")
                        .takes(TYPE)
                        .with(REASON)
                        .does(invocation -> operate(invocation, "close")),
                removal("remove-breaker", "Takes the breaker of a task type away.", "breakers", TYPE));
    }

    private static List<Verb> others() {
        return List.of(
                Verb.named("locks", "Lists locks that runs hold.")
                        .with(NAME, Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                LOCKS,
                                () -> invocation.api().get("locks").query("name", invocation.value(NAME)))),
                Verb.named("changes", "Says who has changed a limit, the newest first.")
                        .takes(RULE)
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation,
                                CHANGES,
                                () -> invocation.api().get("limits", invocation.get(RULE), "changes"))));
    }

    private static Verb list(String name, String about, View view, String path) {
        return Verb.named(name, about)
                .with(Globals.LIMIT, Globals.ALL)
                .does(invocation ->
                        Lists.print(invocation, view, () -> invocation.api().get(path)));
    }

    private static Verb removal(String name, String about, String path, Argument... of) {
        return Verb.named(name, about).takes(of).with(REASON).destructive().does(invocation -> {
            List<String> segments = new ArrayList<>(List.of(path));
            Stream.of(of).map(invocation::get).forEach(segments::add);
            invocation.confirm("Take 1 limit away, " + String.join("/", segments));
            Asked.done(
                    invocation,
                    invocation
                            .api()
                            .delete(segments.toArray(String[]::new))
                            .query("reason", invocation.value(Globals.REASON)),
                    String.join("/", segments) + " is taken away.");
        });
    }

    private static void setFairness(Invocation invocation) {
        ObjectNode body = Bodies.reason(invocation);
        Bodies.number(body, "weight", invocation, WEIGHT);
        Bodies.number(body, "maxConcurrent", invocation, MAX_CONCURRENT);
        if (!invocation.has(WEIGHT) && !invocation.has(MAX_CONCURRENT)) {
            throw CommandException.usage("Nothing is to be set.", "Say --weight, --max-concurrent or both.");
        }
        set(invocation, FAIRNESS, body, "fairness", invocation.get(QUEUE), invocation.get(KEY));
    }

    private static void setBreaker(Invocation invocation) {
        ObjectNode body = Bodies.number(Bodies.reason(invocation), "failures", invocation, FAILURES);
        Bodies.text(body, "window", invocation, WINDOW);
        Bodies.text(body, "openFor", invocation, OPEN_FOR);
        set(invocation, BREAKERS, body, "breakers", invocation.get(TYPE));
    }

    private static void set(Invocation invocation, View view, ObjectNode body, String... path) {
        Asked.one(invocation, view, invocation.api().put(path).body(body));
    }

    private static void operate(Invocation invocation, String operation) {
        Asked.one(
                invocation,
                BREAKERS,
                invocation
                        .api()
                        .post("breakers", invocation.get(TYPE), operation)
                        .body(Bodies.reason(invocation)));
    }
}
