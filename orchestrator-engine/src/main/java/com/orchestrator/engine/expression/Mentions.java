package com.orchestrator.engine.expression;

import dev.cel.common.ast.CelExpr;

/** Counts how often an expression mentions a name. */
final class Mentions {

    private final String name;
    private int count;

    private Mentions(String name) {
        this.name = name;
    }

    static int of(String name, CelExpr expression) {
        Mentions mentions = new Mentions(name);
        mentions.walk(expression);
        return mentions.count;
    }

    private void walk(CelExpr expression) {
        switch (expression.getKind()) {
            case IDENT -> count += expression.ident().name().equals(name) ? 1 : 0;
            case SELECT -> walk(expression.select().operand());
            case CALL -> {
                expression.call().target().ifPresent(this::walk);
                expression.call().args().forEach(this::walk);
            }
            case LIST -> expression.list().elements().forEach(this::walk);
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    walk(entry.key());
                    walk(entry.value());
                });
            case STRUCT -> expression.struct().entries().forEach(entry -> walk(entry.value()));
            case COMPREHENSION -> {
                walk(expression.comprehension().iterRange());
                walk(expression.comprehension().loopStep());
                walk(expression.comprehension().result());
            }
            case CONSTANT, NOT_SET -> {}
        }
    }
}
