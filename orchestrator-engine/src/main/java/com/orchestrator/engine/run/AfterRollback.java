package com.orchestrator.engine.run;

import com.orchestrator.api.model.Cause;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Finally;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run does after its rollback: blocks of tasks that go forward while the run is being undone, or rests. That is no
 * direction of the run, which goes back until they are done. Each begins once.
 */
public final class AfterRollback {

    private final Run run;
    private final Map<Finally, Cause> begun = new EnumMap<>(Finally.class);
    private final Set<Finally> open = EnumSet.noneOf(Finally.class);

    AfterRollback(Run run) {
        this.run = run;
    }

    void begun(LifecycleEvent.FinallyBegan event) {
        begun.put(event.what(), event.cause());
        open.add(event.what());
    }

    /** What is not done then is cut off, and not gone on with should the run be undone once more. */
    void runEnded() {
        open.clear();
    }

    /** Whether there is such a thing to do, and it has not been begun. */
    public boolean isDue(Finally what) {
        return run.startedAt != null && !begun.containsKey(what) && block(what) != null;
    }

    /** Its tasks. */
    public BlockRun of(Finally what) {
        return run.taskRuns().root(Objects.requireNonNull(block(what)));
    }

    private @Nullable Block block(Finally what) {
        return run.plan().saga().after().get(what);
    }

    /** What has begun and is not done. */
    public List<BlockRun> underWay() {
        return open.stream().map(this::of).filter(block -> !block.isDone()).toList();
    }

    /** What has led to a task that is done after a rollback; null for others. */
    public @Nullable Cause causeOf(TaskRun task) {
        String around = task.block().outermost().id();
        return begun.entrySet().stream()
                .filter(each -> each.getKey().blockId().equals(around))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
