package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.NotableStates;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.AttributeRow;
import com.orchestrator.engine.store.RunRecord.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a batch changes of what a run is found by. Nothing, for a run without labels and attributes that starts or completes. */
final class RunFinding {

    private RunFinding() {}

    /**
     * Told by what was appended alone.
     *
     * @param loadedState state before the batch; null for a new run
     */
    static Finding of(Run run, @Nullable WorkflowState loadedState, List<Entry> appended) {
        boolean isNew = loadedState == null;
        boolean wasNotable = !isNew && (NotableStates.ALL.contains(loadedState) || hasComeBack(appended));
        boolean startsNow =
                !isNew && appended.stream().anyMatch(entry -> entry.event() instanceof LifecycleEvent.WorkflowBegan);
        List<AttributeRow> set = new ArrayList<>();
        if (isNew) {
            run.labels()
                    .forEach((key, value) -> set.add(new AttributeRow(
                            run.instanceId(), new RunField.Label(key), new FieldValue.Text(value), listedAt(run))));
        }
        return wasNotable || startsNow || !set.isEmpty() ? new Finding(wasNotable, startsNow, set) : Finding.PLAIN;
    }

    private static Instant listedAt(Run run) {
        return Objects.requireNonNullElse(run.startedAt(), run.createdAt());
    }

    /** A run that was set aside was shown as suspended, whatever it was before. */
    private static boolean hasComeBack(List<Entry> appended) {
        return appended.stream().anyMatch(entry -> entry.event() instanceof LifecycleEvent.SetAsideResolved);
    }
}
