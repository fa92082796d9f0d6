package com.orchestrator.engine.expression;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An expression that is nothing but a path. Copies the bytes it points at: numbers keep their digits, objects their order. */
final class PathExpression implements Expression {

    private static final Pattern PATH =
            Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)((?:\\.[A-Za-z_][A-Za-z0-9_]*|\\[\\d{1,6}])*+)\\s*");
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_]*)|\\[(\\d{1,6})]");
    private static final int TASK_STEPS_MIN = 2;
    private static final Set<String> RESERVED = Set.of("true", "false", "null", "in");

    private final String text;
    private final String root;
    private final List<Object> steps;

    private PathExpression(String text, String root, List<Object> steps) {
        this.text = text;
        this.root = root;
        this.steps = List.copyOf(steps);
    }

    /**
     * Empty when the text is more than a path, or a path only CEL can say something sensible about.
     *
     * @param roots names a path may start with, besides {@code tasks}
     */
    static Optional<PathExpression> parse(String text, Set<String> roots) {
        Matcher path = PATH.matcher(text);
        if (!path.matches() || RESERVED.contains(path.group(1))) {
            return Optional.empty();
        }
        String root = path.group(1);
        List<Object> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path.group(2));
        while (step.find()) {
            steps.add(step.group(1) != null ? step.group(1) : Integer.valueOf(step.group(2)));
        }
        boolean isTask = root.equals("tasks");
        boolean known = isTask ? isTaskField(steps) : roots.contains(root);
        return known ? Optional.of(new PathExpression(text.strip(), root, steps)) : Optional.empty();
    }

    private static boolean isTaskField(List<Object> steps) {
        return steps.size() >= TASK_STEPS_MIN
                && steps.get(0) instanceof String
                && (steps.get(1).equals("output")
                        || (steps.size() == TASK_STEPS_MIN
                                && (steps.get(1).equals("state") || steps.get(1).equals("attempts"))));
    }

    @Override
    public Payload evaluate(Scope scope) {
        if (!root.equals("tasks")) {
            return walk(scope.root(root), "'" + root + "' does not exist here", 0);
        }
        String taskId = (String) steps.get(0);
        String field = (String) steps.get(1);
        return switch (field) {
            case "state" -> Payload.ofJson("\"" + scope.taskState(taskId) + "\"");
            case "attempts" -> Payload.ofJson(String.valueOf(scope.taskAttempts(taskId)));
            default -> walk(scope.taskOutput(taskId), "task '" + taskId + "' has no output", TASK_STEPS_MIN);
        };
    }

    private Payload walk(@Nullable Payload start, String absent, int from) {
        if (start == null) {
            throw Failures.in(text, absent + Failures.MAY_BE_ABSENT);
        }
        return start.at(steps.subList(from, steps.size()))
                .orElseThrow(() -> Failures.in(text, "there is no such value" + Failures.MAY_BE_ABSENT));
    }

    @Override
    public References references() {
        if (!root.equals("tasks")) {
            return new References(Set.of(root), Set.of(), fields());
        }
        return new References(
                Set.of(root),
                Set.of(References.TaskReference.of((String) steps.get(0), (String) steps.get(1))),
                Set.of());
    }

    private Set<References.RootField> fields() {
        return !steps.isEmpty() && steps.get(0) instanceof String field
                ? Set.of(new References.RootField(root, field))
                : Set.of();
    }
}
