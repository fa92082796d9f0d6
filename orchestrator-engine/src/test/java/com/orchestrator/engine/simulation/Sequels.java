package com.orchestrator.engine.simulation;

import com.orchestrator.engine.decision.NodeBuilder;
import com.orchestrator.engine.decision.PlanBuilder;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.OnUnknown.Choice;
import com.orchestrator.engine.plan.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What workflows do after a rollback, and by which keys signals find their runs. Drawn apart, so that the rest of a case stays what it was. */
final class Sequels {

    private static final long SALT = 56;
    private static final int KEYS = 2;

    private final Random random;

    Sequels(long seed) {
        random = Oddities.source(seed, SALT);
    }

    /** @param work null when no worker does it */
    record Step(String id, NodeBuilder<?> builder, Shape.@Nullable Work work) {}

    /** @param names makes an id of a word */
    Map<Finally, List<Step>> after(UnaryOperator<String> names) {
        Map<Finally, List<Step>> after = new EnumMap<>(Finally.class);
        for (Finally what : Finally.values()) {
            if (chance(0.2)) {
                List<Step> steps = new ArrayList<>();
                for (int left = 1 + random.nextInt(2); left > 0; left--) {
                    steps.add(step(names));
                }
                after.put(what, steps);
            }
        }
        return after;
    }

    private Step step(UnaryOperator<String> names) {
        double kind = random.nextDouble();
        if (kind < 0.15) {
            String id = names.apply("pause");
            return new Step(id, PlanBuilder.sleep(id, (1 + random.nextInt(40)) + "s"), null);
        }
        if (kind < 0.3) {
            String id = names.apply("tell");
            return new Step(id, PlanBuilder.emit(id, "told", "{}"), null);
        }
        String id = names.apply("f");
        int attempts = 1 + random.nextInt(3);
        Choice onUnknown = chance(0.3) ? Choice.HOLD : Choice.RETRY;
        NodeBuilder.Work builder = PlanBuilder.task(id)
                .retry(new RetryPolicy(
                        attempts, Duration.ofSeconds(1), 2.0, Duration.ofSeconds(5), 1.0, null, Set.of("HOPELESS")))
                .onUnknown(onUnknown);
        if (chance(0.2)) {
            builder.continueOnError();
        }
        return new Step(id, builder, new Shape.Work(id, Shape.UndoWish.NEVER, attempts, false, onUnknown));
    }

    /** Of one signal; few, so that runs of several workflows share them. */
    Optional<String> key() {
        return chance(0.5) ? Optional.of("key" + random.nextInt(KEYS)) : Optional.empty();
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
