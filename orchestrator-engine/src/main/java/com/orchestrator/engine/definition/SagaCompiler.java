package com.orchestrator.engine.definition;

import com.orchestrator.api.model.Cause;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.SagaPlan;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compiles {@code saga}: how a run is rolled back, and what it does then. */
final class SagaCompiler {

    private static final Map<String, Cause.Kind> CAUSES =
            Map.of("failed", Cause.Kind.FAILED, "timedOut", Cause.Kind.TIMED_OUT, "cancelled", Cause.Kind.CANCELLED);
    private static final int PARALLELISM_MAX = 1_000;

    /** What speaks of going back, or of the run's end: behind a rollback there is neither left. */
    private static final List<String> ONLY_FORWARD =
            List.of("compensate", "effect", "irreversible", "pivot", "savepoint", "onFailure", "return");

    private final Faults faults;
    private final DefinitionContext context;
    private final BlockCompiler blocks;

    SagaCompiler(Faults faults, DefinitionContext context, BlockCompiler blocks) {
        this.faults = faults;
        this.context = context;
        this.blocks = blocks;
    }

    SagaPlan saga(Fields saga) {
        saga.allow(Set.of("compensateOn", "order", "retry", "onCompensationFailure", "parallelism", "finally"));
        return new SagaPlan(
                saga.has("compensateOn") ? causes(saga) : SagaPlan.DEFAULT.compensateOn(),
                saga.choice("order", List.of("graph", "reverse", "parallel"))
                        .map(order -> SagaPlan.Order.valueOf(order.toUpperCase(Locale.ROOT)))
                        .orElse(SagaPlan.Order.GRAPH),
                saga.choice("onCompensationFailure", List.of("suspend", "continue"))
                        .map(choice -> SagaPlan.OnUndoFailure.valueOf(choice.toUpperCase(Locale.ROOT)))
                        .orElse(SagaPlan.OnUndoFailure.SUSPEND),
                saga.integer("parallelism", 1, PARALLELISM_MAX).orElse(SagaPlan.PARALLELISM_DEFAULT),
                saga.object("finally").map(this::after).orElse(Map.of()));
    }

    private static Set<Cause.Kind> causes(Fields saga) {
        Set<Cause.Kind> causes = new HashSet<>();
        for (String cause : saga.texts("compensateOn")) {
            if (CAUSES.containsKey(cause)) {
                causes.add(CAUSES.get(cause));
            } else {
                saga.fault(
                        "compensateOn",
                        FaultCode.BAD_CHOICE,
                        "'" + cause + "' is none of failed, timedOut, cancelled",
                        null);
            }
        }
        causes.add(Cause.Kind.MANUAL);
        return causes;
    }

    private Map<Finally, Block> after(Fields fields) {
        Set<String> words = Arrays.stream(Finally.values()).map(Finally::word).collect(Collectors.toSet());
        fields.allow(words);
        if (fields.names().stream().noneMatch(words::contains)) {
            faults.error(
                    fields.pointer(),
                    FaultCode.EMPTY,
                    "'finally' needs 'rolledBack' or 'undoFailed', each a list of tasks",
                    null);
        }
        Map<Finally, Block> after = new EnumMap<>(Finally.class);
        for (Finally what : Finally.values()) {
            if (fields.has(what.word())) {
                after.put(what, block(fields, what));
            }
        }
        return after;
    }

    private Block block(Fields fields, Finally what) {
        List<Fields.Item> tasks = fields.items(what.word());
        if (tasks.isEmpty() && fields.raw(what.word()).isArray()) {
            fields.fault(what.word(), FaultCode.EMPTY, "'" + what.word() + "' needs at least one task to do", null);
        }
        return context.afterRollback(() -> blocks.compile(what.blockId(), tasks, 0));
    }

    /** What stands in a task that is done after a rollback and can have no meaning there. */
    static void refuseAfterRollback(Fields task) {
        ONLY_FORWARD.stream().filter(task::has).forEach(key -> refuse(task, key, "'" + key + "'"));
    }

    /** @param what words for what stands under the key */
    static void refuse(Fields fields, String key, String what) {
        fields.fault(
                key,
                FaultCode.NOT_AFTER_ROLLBACK,
                what + " cannot stand in 'finally'",
                "what is done after a rollback goes forward alone, and the run then ends as the rollback says");
    }
}
