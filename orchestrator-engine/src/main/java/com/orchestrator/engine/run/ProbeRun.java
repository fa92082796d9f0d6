package com.orchestrator.engine.run;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.ProbeEvent;
import com.orchestrator.engine.history.Timer;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.plan.TaskTimeouts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the question whether a task happened stands. Changed only by applying events. */
public final class ProbeRun {

    @Nullable
    Payload input;

    long inputSequence;

    @Nullable
    Instant firstReadyAt;

    @Nullable
    Timer timer;

    int executions;
    int failures;
    int lost;
    boolean gaveUp;

    ProbeRun() {}

    /** Probes made so far. */
    public int executions() {
        return executions;
    }

    /** Event that carries the question. */
    public long inputSequence() {
        return inputSequence;
    }

    public @Nullable Instant firstReadyAt() {
        return firstReadyAt;
    }

    /** Attempts that count against the retry policy. */
    public int failures() {
        return failures;
    }

    public int lost() {
        return lost;
    }

    /** A question anew; attempts are counted on. */
    void restart() {
        firstReadyAt = null;
        failures = 0;
        lost = 0;
        gaveUp = false;
    }

    /** How events about work of unknown outcome change a run. */
    static final class Fold implements ProbeEvent.Fold {

        private final Run run;

        Fold(Run run) {
            this.run = run;
        }

        void scheduled(ExecutionRun execution, Entry entry) {
            TaskRun task = execution.task;
            ProbeRun probe = task.probe;
            task.live = execution;
            if (run.goesForward(task.block)) {
                task.become(TaskRun.State.RUNNING);
            }
            probe.executions++;
            probe.inputSequence = execution.inputSequence;
            if (entry.payload() != null) {
                probe.input = entry.payload();
            }
            if (probe.firstReadyAt == null) {
                probe.firstReadyAt = entry.at();
                TaskTimeouts timeouts = TaskSpec.ofProbe(task.node()).timeouts();
                probe.timer = run.timers()
                        .armTotal(probe.timer, Timer.Kind.PROBE_TOTAL_TIMEOUT, task.key, timeouts, entry.at());
            }
        }

        /** The question is settled, nobody waits for its answer any more, or it is asked anew. */
        void restart(TaskRun task) {
            task.probe.timer = run.timers().rearm(task.probe.timer, null);
            task.probe.restart();
        }

        @Override
        public void confirmed(ProbeEvent.EffectConfirmed event, Entry entry) {
            TaskRun task = run.mentioned(event.taskId(), event.iteration());
            restart(task);
            run.folds.tasks().succeeded(task, entry);
            List<ExecutionRun> doubtful = run.allExecutions().stream()
                    .filter(execution -> isDoubtful(execution, task))
                    .toList();
            if (doubtful.size() == 1) {
                doubtful.get(0).confirmed = true;
            }
        }

        private static boolean isDoubtful(ExecutionRun execution, TaskRun task) {
            return execution.task == task
                    && execution.kind == ExecutionKind.ACTION
                    && execution.round == task.round
                    && execution.inDoubt;
        }

        @Override
        public void ruledOut(ProbeEvent.EffectRuledOut event) {
            TaskRun task = run.mentioned(event.taskId(), event.iteration());
            restart(task);
            stopIfRollingBack(task);
            task.maybeHappened = false;
        }

        @Override
        public void gaveUp(ProbeEvent.ProbeGaveUp event) {
            TaskRun task = run.mentioned(event.taskId(), event.iteration());
            restart(task);
            stopIfRollingBack(task);
            task.probe.gaveUp = true;
        }

        /** The rollback found it being asked about; only a success would have made it done. */
        private void stopIfRollingBack(TaskRun task) {
            if (!run.goesForward(task.block) && task.state == TaskRun.State.RUNNING) {
                task.become(TaskRun.State.CANCELLED);
            }
        }
    }
}
