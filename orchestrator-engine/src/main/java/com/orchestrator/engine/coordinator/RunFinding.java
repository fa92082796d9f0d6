package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.AttributeValue;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.NotableStates;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.incident.IncidentChanges;
import com.orchestrator.engine.plan.SearchAttribute;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.AttributeRow;
import com.orchestrator.engine.store.RunRecord.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a batch changes of what a run is found by. Nothing, for a run without labels and attributes that starts or completes. */
final class RunFinding {

    private RunFinding() {}

    /**
     * Told by what was appended alone.
     *
     * @param loadedState state before the batch; null for a new run
     * @param incidents what changes of its incidents
     */
    static Finding of(Run run, @Nullable WorkflowState loadedState, List<Entry> appended, IncidentChanges incidents) {
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
        boolean isSet = appended.stream().anyMatch(entry -> entry.event() instanceof LifecycleEvent.AttributesSet);
        boolean isOver = run.state().isTerminal();
        boolean endsOrComesBack = loadedState != null && loadedState.isTerminal() != isOver;
        for (SearchAttribute attribute : run.plan().searchAttributes()) {
            if (isSet || (endsOrComesBack && attribute.isSignalKey())) {
                value(run, attribute, isNew, set);
            }
        }
        boolean isRelabelled = !isNew && relabel(run, appended, set);
        return wasNotable || startsNow || !set.isEmpty() || !incidents.isEmpty()
                ? new Finding(wasNotable, startsNow, set, isRelabelled ? run.labels() : null, incidents)
                : Finding.PLAIN;
    }

    /** @return whether any label was changed */
    private static boolean relabel(Run run, List<Entry> appended, List<AttributeRow> to) {
        Set<String> changed = new TreeSet<>();
        for (Entry entry : appended) {
            if (entry.event() instanceof LifecycleEvent.LabelsChanged labels) {
                changed.addAll(labels.set().keySet());
                changed.addAll(labels.gone());
            }
        }
        for (String key : changed) {
            String value = run.labels().get(key);
            to.add(new AttributeRow(
                    run.instanceId(),
                    new RunField.Label(key),
                    value == null ? null : new FieldValue.Text(value),
                    listedAt(run)));
        }
        return !changed.isEmpty();
    }

    /** As it is now; what a new run does not have need not be taken away. A run that is over is sent no signals. */
    private static void value(Run run, SearchAttribute attribute, boolean isNew, List<AttributeRow> to) {
        boolean isGone = attribute.isSignalKey() && run.state().isTerminal();
        AttributeValue value = isGone ? null : run.attributes().values().get(attribute.name());
        if (value != null || !isNew) {
            FieldValue found = value == null ? null : FieldValue.of(value);
            to.add(new AttributeRow(run.instanceId(), new RunField.Attribute(attribute.name()), found, listedAt(run)));
        }
    }

    private static Instant listedAt(Run run) {
        return Objects.requireNonNullElse(run.startedAt(), run.createdAt());
    }

    /** A run that was set aside was shown as suspended, whatever it was before. */
    private static boolean hasComeBack(List<Entry> appended) {
        return appended.stream().anyMatch(entry -> entry.event() instanceof LifecycleEvent.SetAsideResolved);
    }
}
