package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import java.util.ArrayList;
import java.util.List;

/** The deadline of a run does not skip its rollback but starts it. */
final class DeadlineUndo implements Scenario {

    @Override
    public String name() {
        return "deadline-undo";
    }

    @Override
    public void play(Stage stage) {
        Run run = stage.hire()
                .start(
                        Shop.chainThatWaits(name()) + "timeouts: { execution: "
                                + stage.conditions().deadline() + " }\n",
                        Shop.ORDER);

        run.awaitEnd();
        run.hasKindOfCause("TIMED_OUT");
        run.endsAs(run.done().isEmpty() && run.isDisturbed() ? "FAILED" : "COMPENSATED");
        isUndoneAsFarAsItCame(run);
    }

    /** On a slow machine the deadline may come before the last step. */
    private static void isUndoneAsFarAsItCame(Run run) {
        List<String> expected = new ArrayList<>(
                run.done().stream().filter(label -> !label.endsWith(":undo")).toList());
        for (int i = expected.size() - 1; i >= 0; i--) {
            expected.add(expected.get(i) + ":undo");
        }
        run.did(expected.toArray(String[]::new));
    }
}
