package com.orchestrator.engine.maintenance;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.coordinator.WakeRepair;
import com.orchestrator.engine.coordinator.WakeRepair.Finding;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.store.WatchStore;
import com.orchestrator.engine.store.WatchStore.OpenRun;
import com.orchestrator.engine.store.WatchStore.OpenRuns;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks over the runs, a piece at a time, and looks for those that nothing would move: the invariant is
 * that each has something durable that will. What has a row, wakes soon or waits for a person is passed over; of the others
 * the history is read, because waits for messages stand nowhere else. Counts the runs by state on its way.
 */
public final class WakeAudit implements Chore {

    private static final Logger LOG = LoggerFactory.getLogger(WakeAudit.class);

    /** Histories read in one piece. */
    private static final int EXAMINED_MAX = 50;

    /** Runs that can be passed over in the time one takes to be worked on. */
    private static final int PASSED_OVER = 20;

    /** Runs that are named in the log, each once. */
    private static final int UNEXAMINED_MAX = 1_000;

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final WatchStore store;
    private final WakeRepair repair;
    private final Sightings sightings;
    private final Map<WorkflowState, Long> census = new EnumMap<>(WorkflowState.class);

    /** Runs that could not be examined, and that this was said of. */
    private final Set<UUID> unexamined = ConcurrentHashMap.newKeySet();

    private UUID position = BEFORE_ALL;

    public WakeAudit(WatchStore store, WakeRepair repair, Sightings sightings) {
        this.store = store;
        this.repair = repair;
        this.sightings = sightings;
    }

    @Override
    public String name() {
        return "wake-audit";
    }

    @Override
    public int runOnce(int limit) {
        OpenRuns piece = store.openRuns(position, limit * PASSED_OVER);
        if (walk(piece.open())) {
            goBehind(piece.end());
        }
        return piece.open().size();
    }

    /** @return false when it has read as many histories as it may, and the rest has to wait */
    private boolean walk(List<OpenRun> open) {
        int examined = 0;
        for (OpenRun run : open) {
            if (examined == EXAMINED_MAX) {
                return false;
            }
            position = run.instanceId();
            census.merge(run.state(), 1L, Long::sum);
            if (run.goesByItself() && !run.wakesSoon() && !run.hasRows()) {
                examined++;
                examine(run.instanceId());
            }
        }
        return true;
    }

    private void goBehind(@Nullable UUID end) {
        if (end == null) {
            sightings.walked(census);
            census.clear();
        }
        position = end == null ? BEFORE_ALL : end;
    }

    private void examine(UUID instanceId) {
        repair.examine(instanceId).whenComplete((finding, failure) -> {
            LogIds ids = LogIds.of("instanceId", instanceId);
            if (failure != null && unexamined.size() < UNEXAMINED_MAX && unexamined.add(instanceId)) {
                ids.log(() -> LOG.warn(
                        "Instance {} could not be examined and will be again: {}", instanceId, failure.toString()));
            } else if (failure == null && finding != Finding.WELL) {
                sightings.wakeSourceIsLost();
                ids.log(() -> LOG.error("Nothing would have moved instance {}: {}", instanceId, finding));
            }
        });
    }
}
