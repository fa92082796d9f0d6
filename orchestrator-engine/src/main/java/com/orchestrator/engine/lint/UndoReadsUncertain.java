package com.orchestrator.engine.lint;

import com.orchestrator.engine.expression.References;
import com.orchestrator.engine.plan.Node;
import java.util.stream.Stream;

/** {@link LintCode#UNDO_READS_UNCERTAIN}. */
final class UndoReadsUncertain implements LintRule {

    @Override
    public Stream<Finding> check(Subject subject) {
        return subject.work()
                .flatMap(task -> UndoInput.of(task).stream()
                        .flatMap(read -> Stream.concat(outputs(subject, task, read), variables(subject, task, read)))
                        .map(detail -> Finding.of(LintCode.UNDO_READS_UNCERTAIN, task, UndoInput.PLACE, detail)));
    }

    /** Tasks that do not come before this one are the compiler's business. */
    private static Stream<String> outputs(Subject subject, Node task, References read) {
        return read.tasks().stream()
                .filter(other -> other.kind() == References.Kind.OUTPUT)
                .map(other -> subject.plan().node(other.taskId()))
                .filter(other ->
                        subject.precedence().comesAfter(task, other) && !subject.isDoneBefore(task, other::equals))
                .map(other ->
                        "'" + other.id() + "' may have no output when the undo of '" + task.id() + "' is recorded")
                .sorted();
    }

    private static Stream<String> variables(Subject subject, Node task, References read) {
        return read.fields().stream()
                .filter(field -> field.root().equals("vars"))
                .filter(field -> !subject.isDoneBefore(task, node -> sets(node, field.field())))
                .map(field -> "The variable '" + field.field() + "' may not be set when the undo of '" + task.id()
                        + "' is recorded")
                .sorted();
    }

    private static boolean sets(Node node, String variable) {
        return node instanceof Node.Assign assign && assign.variables().contains(variable);
    }
}
