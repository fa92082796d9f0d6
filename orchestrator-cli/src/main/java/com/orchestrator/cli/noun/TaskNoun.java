package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Globals;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Option;
import com.orchestrator.cli.command.Verb;
import java.util.List;

/** What a person does about one task of a run. */
final class TaskNoun {

    static final Option ITERATION =
            Option.of("--iteration", Kind.text("ITEM"), "Of a task inside a map, such as 3 or 3.0.");

    private static final Argument TASK = Argument.one("TASK", "Its id in the definition.");
    private static final Option INPUT = Inputs.INPUT.about("The input instead of its own: " + Inputs.FORMS);
    private static final Option EVIDENCE = Inputs.json("--evidence", "Why it may be taken as done");

    private TaskNoun() {}

    static Noun noun() {
        return new Noun("task", "What a person does about one task of a run.", TaskNoun::verbs);
    }

    private static List<Verb> verbs() {
        return List.of(
                verb("retry", "Lets a task try again, also an undo that gave up.", INPUT)
                        .does(invocation -> repair(invocation, "retry", "input", INPUT)),
                verb("skip", "Goes on without a task; of an undo the effect stays.", Inputs.OUTPUT)
                        .does(invocation -> repair(invocation, "skip", "output", Inputs.OUTPUT)),
                verb("complete", "Says that a task is done, by somebody else.", Inputs.OUTPUT.required())
                        .does(invocation -> repair(invocation, "complete", "output", Inputs.OUTPUT)),
                verb(
                                "resolve",
                                "Takes an undo or an incident as done, or says whether an attempt happened.",
                                EVIDENCE.required())
                        .does(invocation -> repair(invocation, "resolve", "evidence", EVIDENCE)));
    }

    private static Verb verb(String name, String about, Option with) {
        return Verb.named(name, about).takes(Runs.RUN, TASK).with(with, ITERATION, Globals.REASON);
    }

    private static void repair(Invocation invocation, String operation, String field, Option option) {
        ObjectNode body = Bodies.reason(invocation);
        Bodies.json(body, field, invocation, option);
        Bodies.text(body, "iteration", invocation, ITERATION);
        String run = Runs.id(invocation);
        Asked.one(
                invocation,
                Runs.VIEW,
                invocation
                        .api()
                        .post("instances", run, "tasks", invocation.get(TASK), operation)
                        .body(body));
    }
}
