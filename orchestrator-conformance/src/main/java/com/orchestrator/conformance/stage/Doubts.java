package com.orchestrator.conformance.stage;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a killed server may add to a scenario, by the very rules it tests: a task whose refusal was lost with the server may
 * have happened, so it is undone; a success that came too late for the same reason is undone once more.
 */
final class Doubts {

    private static final Pattern UNDO_AGAIN = Pattern.compile("(.*):undo:\\d+");

    private final boolean isDisturbed;
    private final List<String> expected;
    private final List<Attempt> attempts;

    Doubts(Run run, List<String> expected) {
        this.isDisturbed = run.stage().conditions().isDisturbed();
        this.expected = expected;
        this.attempts = isDisturbed ? run.attempts() : List.of();
    }

    /** What is expected, without what nobody can have done because its worker had lost its lease before it began. */
    List<String> expectedOf(List<String> done) {
        return expected.stream()
                .filter(label -> done.contains(label) || !mayBeMissing(label))
                .toList();
    }

    private boolean mayBeMissing(String label) {
        List<Attempt> tried = attemptsAt(label);
        return tried.stream().anyMatch(Attempt::leavesDoubt) && tried.stream().noneMatch(Attempt::happened);
    }

    List<String> without(List<String> done) {
        return isDisturbed
                ? done.stream()
                        .filter(label -> expected.contains(label) || !mayBeThere(label))
                        .toList()
                : done;
    }

    private boolean mayBeThere(String label) {
        var again = UNDO_AGAIN.matcher(label);
        if (again.matches()) {
            return attemptsAt(again.group(1)).stream().anyMatch(Attempt::isLate);
        }
        return label.endsWith(":undo")
                && attemptsAt(label.replace(":undo", "")).stream().anyMatch(Attempt::leavesDoubt);
    }

    private List<Attempt> attemptsAt(String label) {
        return attempts.stream()
                .filter(attempt -> attempt.label().equals(label))
                .toList();
    }
}
