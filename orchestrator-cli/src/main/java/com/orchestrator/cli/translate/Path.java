package com.orchestrator.cli.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a document, as dots and brackets say it: {@code .a.b[0]['c-d']}. */
record Path(List<String> steps) {

    private static final Pattern STEP =
            Pattern.compile("\\.?([A-Za-z_][A-Za-z0-9_]*)|\\[(\\d+)]|\\[['\"]([^'\"]+)['\"]]|\\.([A-Za-z0-9_-]+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    static final Path HERE = new Path(List.of());

    /** Empty when the text is more than a path: a filter, a wildcard, a function. */
    static Optional<Path> read(String text) {
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return Optional.empty();
            }
            steps.add(stepOf(matcher));
            at = matcher.end();
        }
        return Optional.of(new Path(List.copyOf(steps)));
    }

    private static String stepOf(Matcher matcher) {
        if (matcher.group(2) != null) {
            return "[" + matcher.group(2) + "]";
        }
        String name = matcher.group(1) != null
                ? matcher.group(1)
                : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        return NAME.matcher(name).matches() ? "." + name : "[\"" + name + "\"]";
    }

    boolean startsWith(Path other) {
        return steps.size() >= other.steps.size()
                && steps.subList(0, other.steps.size()).equals(other.steps);
    }

    Path behind(Path other) {
        return new Path(steps.subList(other.steps.size(), steps.size()));
    }

    /** Behind an expression. */
    String of(String expression) {
        return expression + String.join("", steps);
    }
}
