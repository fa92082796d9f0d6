package com.orchestrator.engine.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.HashSet;
import java.util.Set;

/** Finds what an expression reads, and how much it could make out of little. */
final class ReferenceWalk {

    private static final long GROWTH_MAX = 100_000;

    private final Set<String> known;
    private final Set<String> roots = new HashSet<>();
    private final Set<References.TaskReference> tasks = new HashSet<>();
    private final Set<References.RootField> fields = new HashSet<>();
    private final Set<References.RootField> askedFor = new HashSet<>();
    private long growth = 1;
    private boolean dynamicTask;

    /** @param known names an expression may start with, besides {@code tasks} */
    ReferenceWalk(Set<String> known) {
        this.known = known;
    }

    void walk(CelExpr expression) {
        switch (expression.getKind()) {
            case IDENT -> ident(expression.ident().name());
            case SELECT -> select(expression.select());
            case CALL -> call(expression.call());
            case LIST -> expression.list().elements().forEach(this::walk);
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    walk(entry.key());
                    walk(entry.value());
                });
            case STRUCT -> expression.struct().entries().forEach(entry -> walk(entry.value()));
            case COMPREHENSION -> comprehension(expression.comprehension());
            case CONSTANT, NOT_SET -> {}
        }
    }

    private void ident(String name) {
        if (name.equals("tasks")) {
            dynamicTask = true;
        } else if (known.contains(name)) {
            roots.add(name);
        }
    }

    /** {@code tasks.<id>.<field>}, {@code tasks.<id>} alone, and fields of other roots. */
    private void select(CelExpr.CelSelect select) {
        CelExpr operand = select.operand();
        if (isTasks(operand)) {
            addTask(select.field(), "");
        } else if (operand.getKind() == CelExpr.ExprKind.Kind.SELECT
                && isTasks(operand.select().operand())) {
            addTask(operand.select().field(), select.field());
        } else {
            field(select);
            walk(operand);
        }
    }

    /** What is asked for with {@code has()} need not be there. */
    private void field(CelExpr.CelSelect select) {
        if (select.operand().getKind() == CelExpr.ExprKind.Kind.IDENT) {
            var field = new References.RootField(select.operand().ident().name(), select.field());
            (select.testOnly() ? askedFor : fields).add(field);
        }
    }

    /** {@code tasks['id']} and {@code tasks.?id} arrive as calls with a constant. */
    private void call(CelExpr.CelCall call) {
        boolean picksTask = call.args().size() == 2
                && isTasks(call.args().get(0))
                && call.args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && call.args().get(1).constant().getKind() == CelConstant.Kind.STRING_VALUE;
        if (picksTask) {
            addTask(call.args().get(1).constant().stringValue(), "");
            return;
        }
        call.target().ifPresent(this::walk);
        call.args().forEach(this::walk);
    }

    private void comprehension(CelExpr.CelComprehension comprehension) {
        int uses = Mentions.of(comprehension.iterVar(), comprehension.loopStep());
        growth = Math.min(GROWTH_MAX + 1, growth * Math.max(1, uses));
        walk(comprehension.iterRange());
        walk(comprehension.accuInit());
        walk(comprehension.loopCondition());
        walk(comprehension.loopStep());
        walk(comprehension.result());
    }

    private static boolean isTasks(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
                && expression.ident().name().equals("tasks");
    }

    private void addTask(String id, String field) {
        roots.add("tasks");
        tasks.add(References.TaskReference.of(id, field));
    }

    References references() {
        Set<References.RootField> needed = new HashSet<>(fields);
        needed.removeIf(field -> askedFor.contains(field) || !roots.contains(field.root()));
        return new References(roots, tasks, needed);
    }

    /** {@code tasks} as a whole, or picked by something that is not known before the run. */
    boolean readsUnknownTask() {
        return dynamicTask;
    }

    /** Nested macros that each mention their variable several times multiply what they are given. */
    boolean growsTooMuch() {
        return growth > GROWTH_MAX;
    }
}
