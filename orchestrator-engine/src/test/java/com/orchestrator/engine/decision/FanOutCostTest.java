package com.orchestrator.engine.decision;

import static com.orchestrator.engine.decision.CycleBuilder.turns;
import static com.orchestrator.engine.decision.PlanBuilder.all;
import static com.orchestrator.engine.decision.PlanBuilder.each;
import static com.orchestrator.engine.decision.PlanBuilder.task;
import static com.orchestrator.engine.decision.PlanBuilder.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.task.CompleteTask;
import com.orchestrator.engine.decision.task.LeaseTask;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.EventPage;
import com.orchestrator.engine.plan.SagaPlan.Order;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What one item, branch or undo costs must not depend on how many there are. Counted are events, bytes of the stored pages
 * and bytes that deciding allocates: whoever walks over all tasks makes a key for each. Nothing here looks at a clock.
 */
class FanOutCostTest {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FEW = 100;
    private static final int MANY = 10_000;

    /** What the decisions of a run have cost. */
    private static final class Meter {

        private final Run run;
        private final Deque<UUID> ready = new ArrayDeque<>();
        private int decisions;
        private long events;
        private long pageBytes;
        private long allocated;
        private int largestPage;
        private boolean isMeasuring;

        Meter(WorkflowPlan plan) {
            run = new Run(ExecutionId.of(new UUID(1, 0), 0), plan);
            decide(Starts.now());
        }

        private void decide(RunCommand command) {
            DecisionContext context = new DecisionContext(
                    RunDriver.START,
                    new Random(1),
                    DecisionContext.Slots.NONE,
                    DecisionContext.Limits.DEFAULT,
                    Gates.NONE,
                    0);
            RunChange change = new RunChange(run, context, null);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            assertThat(command.decide(change)).isEqualTo(Verdict.ACCEPTED);
            allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
            decisions++;
            events += change.entries().size();
            largestPage = Math.max(largestPage, change.entries().size());
            if (isMeasuring && !change.entries().isEmpty()) {
                pageBytes += EventPage.write(run.instanceId(), change.entries()).data().length;
            }
            run.takeTouched().forEach(this::note);
        }

        private void note(ExecutionRun execution) {
            if (execution.state() == ExecutionState.READY) {
                ready.add(execution.executionId());
            }
        }

        /** Works off what is ready until nothing is, or so many are done. */
        int work(int max) {
            int done = 0;
            while (!ready.isEmpty() && done < max) {
                UUID id = ready.poll();
                if (run.execution(id).state() == ExecutionState.READY) {
                    decide(new LeaseTask(id, new DecisionContext.Slot("w", Optional.empty(), "w")));
                    decide(new CompleteTask(id, "w", run.execution(id).leaseToken(), Payload.ofJson("{}")));
                    done++;
                }
            }
            return done;
        }

        /** What was before does not count. */
        void measure() {
            isMeasuring = true;
            decisions = 0;
            events = 0;
            pageBytes = 0;
            allocated = 0;
            largestPage = 0;
        }

        double perDecision(long sum) {
            return (double) sum / decisions;
        }
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    private static Meter map(int items, Order order) {
        return new Meter(
                workflow(each("m", numbers(items), task("a").undo(), task("b").undo()), task("last"))
                        .order(order)
                        .build());
    }

    private static Meter parallel(int branches, Order order) {
        NodeBuilder.Fork fork = all("p");
        IntStream.range(0, branches).forEach(i -> fork.branch(task("t" + i).undo()));
        return new Meter(workflow(fork, task("last")).order(order).build());
    }

    private static Meter loop(int turns) {
        return new Meter(workflow(turns("l", turns, task("a").undo(), task("b").undo()), task("last"))
                .build());
    }

    /** Thirty turns behind so many others. */
    private static Meter turnsBehind(int turns) {
        Meter meter = loop(2 * MANY);
        meter.work(2 * turns);
        meter.measure();
        meter.work(60);
        return meter;
    }

    /** The first ones warm up; then as many are measured of few as of many. */
    private static Meter forward(Meter meter) {
        meter.work(20);
        meter.measure();
        meter.work(60);
        return meter;
    }

    private static Meter allForward(Meter meter, int works) {
        meter.work(works);
        meter.decide(Operations.cancel());
        meter.work(20);
        meter.measure();
        meter.work(60);
        return meter;
    }

    private static void assertSameCost(Meter many, Meter few) {
        assertThat(many.decisions).isEqualTo(few.decisions).isEqualTo(120);
        assertThat(many.perDecision(many.events)).isLessThanOrEqualTo(few.perDecision(few.events) * 1.1);
        assertThat(many.perDecision(many.pageBytes)).isLessThan(few.perDecision(few.pageBytes) * 1.2);
        assertThat(many.perDecision(many.allocated)).isLessThan(few.perDecision(few.allocated) * 3 + 2_000);
        assertThat(many.largestPage).isLessThanOrEqualTo(few.largestPage);
    }

    @Test
    void item_costsTheSame_howeverManyThereAre() {
        assertSameCost(forward(map(MANY, Order.GRAPH)), forward(map(FEW, Order.GRAPH)));
    }

    @Test
    void branch_costsTheSame_howeverManyThereAre() {
        assertSameCost(forward(parallel(MANY, Order.GRAPH)), forward(parallel(FEW, Order.GRAPH)));
    }

    @Test
    void undoOfAnItem_costsTheSame_howeverManyThereAre() {
        for (Order order : Order.values()) {
            assertSameCost(allForward(map(MANY, order), 2 * MANY), allForward(map(FEW, order), 2 * FEW));
        }
    }

    @Test
    void undoOfABranch_costsTheSame_howeverManyThereAre() {
        for (Order order : Order.values()) {
            assertSameCost(allForward(parallel(MANY, order), MANY), allForward(parallel(FEW, order), FEW));
        }
    }

    @Test
    void turn_costsTheSame_howeverManyWereBefore() {
        assertSameCost(turnsBehind(MANY), turnsBehind(10));
    }

    @Test
    void undoOfATurn_costsTheSame_howeverManyThereAre() {
        assertSameCost(allForward(loop(MANY), 2 * MANY), allForward(loop(FEW), 2 * FEW));
    }

    @Test
    void startOfAMap_schedulesAsMuchAsItMayDoAtOnce() {
        assertThat(map(MANY, Order.GRAPH).largestPage)
                .isEqualTo(map(FEW, Order.GRAPH).largestPage)
                .isLessThan(60);
    }

    @Test
    void tenThousandItems_areDoneAndUndone() {
        Meter meter = map(MANY, Order.GRAPH);
        meter.work(2 * MANY);

        meter.decide(Operations.cancel());

        assertThat(meter.work(Integer.MAX_VALUE)).isEqualTo(2 * MANY);
        assertThat(meter.run.state()).isEqualTo(WorkflowState.COMPENSATED);
    }
}
