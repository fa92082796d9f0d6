package com.orchestrator.api.request;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes labels of a run, whatever its state; those that are not named stay.
 *
 * @param set labels it has from now on
 * @param removed labels it has no more
 * @param reason recorded in the history
 */
public record LabelsUpdate(
        Map<String, String> set,
        List<String> removed,
        @Nullable String reason) {

    public LabelsUpdate {
        StartWorkflowRequest.checkLabels(set);
        removed.forEach(name -> RequestLimits.requireText(name, "labels", RequestLimits.NAME_CHARS_MAX));
        RequestLimits.optionalText(reason, "reason", RequestLimits.REASON_CHARS_MAX);
        if (set.isEmpty() && removed.isEmpty()) {
            throw RequestLimits.invalid(
                    "labels", "No label is to be changed", "give a text to set a label, null to take it off");
        }
        set = Map.copyOf(set);
        removed = List.copyOf(removed);
    }

    /** How many labels a run may have. */
    public static int max() {
        return RequestLimits.LABELS_MAX;
    }
}
