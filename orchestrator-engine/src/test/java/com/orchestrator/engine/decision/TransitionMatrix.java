package com.orchestrator.engine.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries every command in every situation and writes down what becomes of it: as text for reviewers, and as the set of
 * transitions that were seen.
 */
final class TransitionMatrix {

    /** Something that can be done to a run; null where the situation has nothing it could be done to. */
    interface Action {
        @Nullable
        RunCommand of(RunDriver run);
    }

    private final Map<String, Supplier<RunDriver>> situations = new LinkedHashMap<>();
    private final Map<String, Action> actions = new LinkedHashMap<>();
    private final Function<RunDriver, String> state;
    private final Map<String, Map<String, Set<String>>> transitions = new TreeMap<>();

    /** @param state what is looked at, before and after */
    TransitionMatrix(Function<RunDriver, String> state) {
        this.state = state;
    }

    /** @param name the state, and in parentheses what distinguishes the situation from others in that state */
    TransitionMatrix situation(String name, Supplier<RunDriver> situation) {
        situations.put(name, situation);
        return this;
    }

    TransitionMatrix action(String name, Action action) {
        actions.put(name, action);
        return this;
    }

    /** One paragraph per situation, one line per action that can be tried in it. */
    String play() {
        StringBuilder text = new StringBuilder();
        situations.forEach((name, situation) -> {
            text.append(name).append('\n');
            actions.forEach((label, action) -> text.append(line(name, situation.get(), label, action)));
            text.append('\n');
        });
        return text.toString();
    }

    private String line(String situation, RunDriver run, String label, Action action) {
        String before = state.apply(run);
        if (!situation.replaceAll(" \\(.*", "").equals(before)) {
            throw new AssertionError("Situation " + situation + " is " + before + ": " + run.eventNames());
        }
        RunCommand command = action.of(run);
        if (command == null) {
            return "";
        }
        int events = run.history().size();
        Verdict verdict = run.apply(command);
        String after = state.apply(run);
        List<String> names =
                RunDriver.names(run.events().subList(events, run.history().size()));
        if (!after.equals(before)) {
            transitions
                    .computeIfAbsent(before, key -> new TreeMap<>())
                    .computeIfAbsent(after, key -> new TreeSet<>())
                    .add(label);
        }
        return "  %-34s %s%n"
                .formatted(label, outcome(verdict, before, after, names))
                .replace("\r", "");
    }

    private static String outcome(Verdict verdict, String before, String after, List<String> events) {
        String kept = events.isEmpty() ? "" : "  " + String.join(" ", events);
        if (verdict instanceof Verdict.Refused refused) {
            return "refused " + refused.code() + kept + (after.equals(before) ? "" : " -> " + after) + "  "
                    + refused.message();
        }
        if (events.isEmpty()) {
            return "accepted, nothing to do";
        }
        return (after.equals(before) ? "stays " : "-> ") + after + kept;
    }

    /** The transitions that were seen, as a Mermaid state diagram. */
    String diagram(String initial) {
        List<String> lines = new ArrayList<>(List.of("```mermaid", "stateDiagram-v2", "    [*] --> " + initial));
        transitions.forEach((from, targets) -> targets.forEach((to, labels) ->
                lines.add("    " + from + " --> " + to + " : " + labels.stream().collect(Collectors.joining(", ")))));
        lines.add("```");
        return String.join("\n", lines);
    }

    boolean hasSeen(String from, String to) {
        return transitions.getOrDefault(from, Map.of()).containsKey(to);
    }
}
