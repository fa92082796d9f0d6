package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.sensitive.Mask;
import java.util.ArrayList;
import java.util.List;

/** What a run has in sensitive fields, as far as it is in memory: what it was started with, and signals. */
public final class RunMask {

    private final Run run;
    private final List<Mask.Marked> marked = new ArrayList<>();

    private RunMask(Run run) {
        this.run = run;
    }

    public static Mask of(Run run) {
        return run.plan().marksSensitive() ? new RunMask(run).collected() : Mask.NONE;
    }

    private Mask collected() {
        marked.add(new Mask.Marked(run.input(), run.plan().inputCheck().sensitive(run.input())));
        run.mailbox()
                .names()
                .forEach(name -> run.mailbox().waiting(name).forEach(letter -> mark(name, letter.payload())));
        run.tasksSeen().forEach(this::markOutput);
        return Mask.of(marked);
    }

    private void markOutput(TaskRun task) {
        Payload output = task.output();
        if (output != null && task.node() instanceof Node.Signal signal) {
            mark(signal.signalName(), output);
        }
    }

    private void mark(String signal, Payload payload) {
        marked.add(new Mask.Marked(payload, run.plan().signals().sensitive(signal, payload)));
    }
}
