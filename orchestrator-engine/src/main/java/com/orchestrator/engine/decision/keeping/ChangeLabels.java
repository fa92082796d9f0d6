package com.orchestrator.engine.decision.keeping;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.request.LabelsUpdate;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunCommand;
import com.orchestrator.engine.decision.Verdict;
import com.orchestrator.engine.history.LifecycleEvent.LabelsChanged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sets labels of a run, and takes them off, in whatever state it is: nothing is decided by them but what it is found by and kept for. */
public record ChangeLabels(LabelsUpdate update) implements RunCommand {

    @Override
    public boolean needsPayloads() {
        return false;
    }

    @Override
    public Verdict decide(RunChange change) {
        Map<String, String> now = change.run().labels();
        Map<String, String> set = new HashMap<>(update.set());
        set.entrySet().removeIf(label -> label.getValue().equals(now.get(label.getKey())));
        List<String> removed =
                update.removed().stream().filter(now::containsKey).sorted().toList();
        LabelsChanged changed = new LabelsChanged(set, removed.isEmpty() ? null : removed, update.reason());
        if (changed.applyTo(now).size() > LabelsUpdate.max()) {
            return Verdict.refused(
                    ErrorCode.INVALID_REQUEST,
                    "Instance " + change.run().instanceId() + " would have more than " + LabelsUpdate.max()
                            + " labels");
        }
        if (!set.isEmpty() || !removed.isEmpty()) {
            change.emit(changed);
        }
        return Verdict.ACCEPTED;
    }
}
