package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.plan.Choice;
import com.orchestrator.engine.plan.Route;
import com.orchestrator.engine.plan.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles who does a task: {@code task} and {@code queue}, each a word, or an expression over a declared set of words. */
final class RouteCompiler {

    private static final int WORDS_MAX = 100;

    private final Faults faults;
    private final DefinitionContext context;

    RouteCompiler(Faults faults, DefinitionContext context) {
        this.faults = faults;
        this.context = context;
    }

    /**
     * @param taskType where it is chosen, the first that may be
     * @param queue the same; that of the type when it says none
     * @param route null when nothing is chosen
     */
    record Routed(String taskType, String queue, @Nullable Route route) {}

    Routed of(Fields task, String id) {
        Choice type = choice(task, "task", "type", id).orElse(null);
        Choice queue = choice(task, "queue", "name", id)
                .or(() -> type == null ? Optional.empty() : only(task, id))
                .orElse(null);
        String first =
                type == null ? word(task, "task").orElse("") : type.among().get(0);
        String where = queue == null
                ? word(task, "queue").orElse(first)
                : queue.among().get(0);
        return new Routed(first, where, type == null && queue == null ? null : new Route(type, queue));
    }

    /** A queue that does not go by the type, which is chosen. */
    private Optional<Choice> only(Fields task, String id) {
        return word(task, "queue")
                .flatMap(queue -> Optional.ofNullable(context.template(task, "queue", id, false))
                        .map(always -> new Choice(always, List.of(queue))));
    }

    private static Optional<String> word(Fields task, String key) {
        return task.raw(key).isObject() ? Optional.empty() : task.text(key, Names.TASK_TYPE, Names.TASK_TYPE_SHAPE);
    }

    /** @param expression key of the expression beside the words that it may give */
    private Optional<Choice> choice(Fields task, String key, String expression, String id) {
        if (!task.raw(key).isObject()) {
            return Optional.empty();
        }
        Fields fields = task.object(key).orElseThrow();
        fields.allow(Set.of(expression, "among"));
        fields.require(expression);
        fields.require("among");
        List<String> among = words(fields);
        Template value = context.template(fields, expression, id, false);
        return value == null || among.isEmpty() ? Optional.empty() : Optional.of(new Choice(value, among));
    }

    private List<String> words(Fields fields) {
        List<String> words = new ArrayList<>();
        for (Fields.Item item : fields.items("among")) {
            JsonNode word = item.node();
            if (!word.isTextual() || !isWord(Names.TASK_TYPE, word.textValue())) {
                faults.error(
                        item.pointer(),
                        FaultCode.BAD_NAME,
                        "'" + word.asText() + "' is not a name: " + Names.TASK_TYPE_SHAPE,
                        null);
            } else if (!words.contains(word.textValue())) {
                words.add(word.textValue());
            }
        }
        boolean isEmpty = words.isEmpty()
                && fields.raw("among").isArray()
                && fields.raw("among").isEmpty();
        if (isEmpty || words.size() > WORDS_MAX) {
            fields.fault("among", FaultCode.EMPTY, "'among' names 1 to " + WORDS_MAX + " words", null);
        }
        return words;
    }

    private static boolean isWord(Pattern shape, String text) {
        return shape.matcher(text).matches();
    }
}
