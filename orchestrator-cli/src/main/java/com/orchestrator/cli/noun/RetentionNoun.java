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
import java.util.List;

/** How long runs are kept once they have ended. */
final class RetentionNoun {

    private static final String PATH = "retention";

    private static final Argument OF = Argument.one("NAMESPACE", "The namespace; jobs are in one that is called jobs.");
    private static final Option REASON = Globals.REASON.required();
    private static final Option ARCHIVE =
            Option.flag("--archive", "Writes runs to the archive of a server before they are deleted.");

    /** By the field that says it. */
    private static final List<Option> TIMES = List.of(
            kept("completed", "Runs that completed are kept so long."),
            kept("failed", "Runs that failed."),
            kept("compensated", "Runs that were undone."),
            kept("cancelled", "Runs that were cancelled."),
            kept("terminated", "Runs that were ended by force."));

    private static final View RULES = View.by("/namespace")
            .column("NAMESPACE", "/namespace")
            .column("COMPLETED", "/completed")
            .column("FAILED", "/failed")
            .column("COMPENSATED", "/compensated")
            .column("CANCELLED", "/cancelled")
            .column("TERMINATED", "/terminated")
            .column("ARCHIVE", "/archive")
            .wide("BY", "/changedBy")
            .wide("REASON", "/reason");

    private static final View CHANGES = Lists.changes("RULE", "/rule");

    private RetentionNoun() {}

    static Noun noun() {
        return new Noun("retention", "How long runs are kept once they have ended.", RetentionNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(
                Verb.named("list", "Lists the namespaces whose runs are deleted one day.")
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, RULES, () -> invocation.api().get(PATH))),
                Verb.named("get", "Shows how long runs of a namespace are kept.")
                        .takes(OF)
                        .does(invocation ->
                                Asked.one(invocation, RULES, invocation.api().get(PATH, invocation.get(OF)))),
                Verb.named("set", "Sets how long; what is not said is kept until somebody deletes it.")
                        .takes(OF)
                        .with(TIMES.toArray(Option[]::new))
                        .with(ARCHIVE, REASON)
                        .does(RetentionNoun::set),
                Verb.named("changes", "Says who has changed it, the newest first.")
                        .takes(OF)
                        .with(Globals.LIMIT, Globals.ALL)
                        .does(invocation -> Lists.print(
                                invocation, CHANGES, () -> invocation.api().get(PATH, invocation.get(OF), "changes"))),
                Verb.named("remove", "Keeps all runs of a namespace from now on.")
                        .takes(OF)
                        .with(REASON)
                        .does(RetentionNoun::remove));
    }

    private static Option kept(String field, String about) {
        return Option.of("--" + field, Kind.DURATION_TEXT, about);
    }

    private static void set(Invocation invocation) {
        if (TIMES.stream().noneMatch(invocation::has)) {
            throw CommandException.usage("Nothing is to be set.", "Say at least one time, such as --completed 30d.");
        }
        ObjectNode body = Bodies.flag(Bodies.reason(invocation), "archive", invocation, ARCHIVE);
        TIMES.forEach(time -> Bodies.text(body, time.name().substring(2), invocation, time));
        Asked.one(
                invocation,
                RULES,
                invocation.api().put(PATH, invocation.get(OF)).body(body));
    }

    private static void remove(Invocation invocation) {
        String namespace = invocation.get(OF);
        Asked.done(
                invocation,
                invocation.api().delete(PATH, namespace).query("reason", invocation.get(REASON)),
                "Runs of " + namespace + " are kept until somebody deletes them.");
    }
}
