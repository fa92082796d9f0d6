package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.plan.RunConcurrency;
import com.orchestrator.engine.run.Claims;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.ClaimKey;
import com.orchestrator.engine.store.ClaimRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a batch has changed of what a run holds and waits for.
 *
 * @param changed rows that are new, or say something else
 * @param gone what it has given back, or waits for no more
 * @param waitsAnew whether it waits for something that it did not wait for before
 */
record ClaimChange(List<ClaimRow> changed, List<ClaimKey> gone, boolean waitsAnew) {

    private static final ClaimChange NONE = new ClaimChange(List.of(), List.of(), false);

    static ClaimChange of(Run run, Map<String, Claims.Held> before, Map<String, Claims.Held> after) {
        if (before.isEmpty() && after.isEmpty()) {
            return NONE;
        }
        List<ClaimRow> changed = new ArrayList<>();
        boolean waitsAnew = false;
        for (Map.Entry<String, Claims.Held> claim : after.entrySet()) {
            if (!claim.getValue().equals(before.get(claim.getKey()))) {
                changed.add(row(run, claim.getKey(), claim.getValue()));
                waitsAnew |= !claim.getValue().isHeld();
            }
        }
        List<ClaimKey> gone = before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .map(name -> new ClaimKey(name, run.instanceId()))
                .toList();
        return new ClaimChange(changed, gone, waitsAnew);
    }

    private static ClaimRow row(Run run, String name, Claims.Held held) {
        String taskId =
                held.holder().equals(Claims.OF_RUN) ? null : held.holder().taskId();
        return new ClaimRow(name, run.instanceId(), room(run, name), held.fence(), taskId, held.since());
    }

    private static int room(Run run, String name) {
        RunConcurrency concurrency = run.plan().admission().concurrency();
        return ClaimName.isLock(name) || concurrency == null ? 1 : concurrency.max();
    }
}
