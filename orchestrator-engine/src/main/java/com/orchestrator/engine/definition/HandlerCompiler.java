package com.orchestrator.engine.definition;

import com.orchestrator.engine.plan.Caught;
import com.orchestrator.engine.plan.Handler;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Head;
import com.orchestrator.engine.plan.Locks;
import com.orchestrator.engine.plan.OnFailure;
import com.orchestrator.engine.plan.SagaRole;
import com.orchestrator.engine.plan.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles {@code onError}: one word, or a list of handlers, which becomes a node of its own behind the task. */
final class HandlerCompiler {

    private static final Set<String> KEYS = Set.of("codes", "do", "then", "output");
    private static final List<String> ENDS = List.of("continue", "fail", "return");

    private final Faults faults;
    private final DefinitionContext context;
    private final BlockCompiler blocks;

    HandlerCompiler(Faults faults, DefinitionContext context, BlockCompiler blocks) {
        this.faults = faults;
        this.context = context;
        this.blocks = blocks;
    }

    /** Whether it says more than a word, so that a node of its own follows the task. */
    static boolean isList(Fields task) {
        return task.raw("onError").isArray();
    }

    /** Id of what those wait for who wait for a task that has handlers. */
    static String idOf(String taskId) {
        return taskId + Handling.SUFFIX;
    }

    /** Which failures the task keeps to itself. */
    Caught caught(Fields task) {
        if (task.raw("onError").isObject()) {
            task.fault(
                    "onError",
                    FaultCode.WRONG_TYPE,
                    "'onError' is a word or a list of handlers, not an object",
                    "write '- ' before the handler: a list of one");
            return Caught.NOTHING;
        }
        if (!isList(task)) {
            boolean goesOn = task.choice("onError", List.of("continue", "fail"))
                    .map("continue"::equals)
                    .orElse(false);
            return goesOn ? Caught.EVERYTHING : Caught.NOTHING;
        }
        List<Fields> handlers = handlers(task);
        Set<String> codes = new HashSet<>();
        handlers.forEach(handler -> codes.addAll(codes(handler).codes()));
        boolean everything =
                handlers.stream().anyMatch(handler -> codes(handler).everything());
        return everything ? Caught.EVERYTHING : new Caught(false, codes);
    }

    private List<Fields> handlers(Fields task) {
        List<Fields.Item> items = task.items("onError");
        if (items.isEmpty()) {
            task.fault("onError", FaultCode.EMPTY, "'onError' needs at least one handler", "or write a word: continue");
        }
        List<Fields> handlers = new ArrayList<>();
        items.forEach(item -> Fields.of(item.node(), item.pointer(), faults).ifPresent(handlers::add));
        return handlers;
    }

    /** Every failure when it names none. */
    private static Caught codes(Fields handler) {
        if (!handler.has("codes")) {
            return Caught.EVERYTHING;
        }
        List<String> codes = handler.texts("codes");
        if (codes.isEmpty() && handler.raw("codes").isArray()) {
            handler.fault("codes", FaultCode.EMPTY, "A handler names at least one code", "leave 'codes' out for all");
        }
        return new Caught(false, new HashSet<>(codes));
    }

    /** The node behind a task with handlers. Its save-point is reached only when they are done. */
    Handling handling(Fields task, Head of, int depth) {
        Head head = new Head(
                idOf(of.id()),
                Set.of(of.id()),
                null,
                Caught.NOTHING,
                SagaRole.NONE,
                context.savepoints().savepoint(task),
                null,
                Locks.NONE);
        List<Handler> handlers = new ArrayList<>();
        for (Fields fields : handlers(task)) {
            Handler handler = handler(fields, head, of.id(), depth, handlers.size());
            checkMatchedOnce(fields, handler.caught(), handlers);
            handlers.add(handler);
        }
        return new Handling(head, of.id(), handlers);
    }

    private static void checkMatchedOnce(Fields fields, Caught caught, List<Handler> before) {
        String key = fields.has("codes") ? "codes" : "then";
        for (int i = 0; i < before.size(); i++) {
            Caught earlier = before.get(i).caught();
            if (earlier.everything()) {
                fault(fields, key, "Handler " + i + " is about every failure already");
                return;
            }
            int place = i;
            caught.codes().stream()
                    .filter(earlier::catches)
                    .sorted()
                    .forEach(code -> fault(fields, key, "Handler " + place + " is about '" + code + "' already"));
        }
    }

    private static void fault(Fields fields, String key, String detail) {
        fields.fault(key, FaultCode.CODE_MATCHED_TWICE, detail, "the first handler that knows a code is taken");
    }

    private Handler handler(Fields fields, Head head, String taskId, int depth, int place) {
        fields.allow(KEYS);
        boolean goesBack = fields.raw("then").isObject();
        if (goesBack && context.isInMap()) {
            fields.fault(
                    "then",
                    FaultCode.NOT_IN_MAP,
                    "A rollback to a save-point cannot stand inside a map",
                    "let the map itself handle it");
        }
        if (context.isAfterRollback()
                && (goesBack || fields.raw("then").asText().equals("return"))) {
            SagaCompiler.refuse(fields, "then", goesBack ? "A rollback to a save-point" : "'then: return'");
        }
        Handler.Then then = goesBack
                ? Handler.Then.FAIL
                : fields.choice("then", ENDS)
                        .map(word -> Handler.Then.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Handler.Then.CONTINUE);
        OnFailure rollback = goesBack ? context.savepoints().rollback(fields, "then", taskId) : null;
        return new Handler(
                codes(fields),
                blocks.compile(head.id() + "/" + place, fields.items("do"), depth + 1),
                then,
                output(fields, then, head),
                rollback);
    }

    private @Nullable Template output(Fields fields, Handler.Then then, Head head) {
        if (fields.has("output") && then != Handler.Then.RETURN) {
            fields.fault(
                    "output",
                    FaultCode.CONTRADICTION,
                    "'output' is that of a run that returns",
                    "write 'then: return', or leave it out");
        }
        return context.template(fields, "output", head.id(), false);
    }
}
