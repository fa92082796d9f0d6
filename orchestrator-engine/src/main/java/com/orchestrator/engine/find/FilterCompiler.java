package com.orchestrator.engine.find;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.find.RunFilter.Relation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The tree of a filter → the condition it says, or what is wrong with it. For one filter. */
final class FilterCompiler {

    private static final int TERMS_MAX = 50;
    private static final int LIST_MAX = 100;

    private static final Map<String, Relation> RELATIONS =
            Map.of("_<_", Relation.BELOW, "_<=_", Relation.AT_MOST, "_>_", Relation.ABOVE, "_>=_", Relation.AT_LEAST);

    private final FilterFaults faults;
    private final FilterOperands operands;
    private int terms;

    FilterCompiler(FilterFaults faults, Supplier<AttributeTypes> attributes) {
        this.faults = faults;
        this.operands = new FilterOperands(faults, attributes);
    }

    RunFilter condition(CelExpr part) {
        return switch (part.getKind()) {
            case CALL -> call(part);
            case CONSTANT -> constant(part);
            case SELECT -> part.select().testOnly() ? present(part) : truth(part);
            case IDENT -> truth(part);
            default -> throw notAFilter(part);
        };
    }

    private RunFilter call(CelExpr part) {
        List<CelExpr> args = part.call().args();
        String function = part.call().function();
        if (RELATIONS.containsKey(function)) {
            return ordered(part, RELATIONS.get(function));
        }
        return switch (function) {
            case "_&&_" -> RunFilter.every(List.of(condition(args.get(0)), condition(args.get(1))));
            case "_||_" -> any(condition(args.get(0)), condition(args.get(1)));
            case "!_" -> new RunFilter.Not(condition(args.get(0)));
            case "_==_" -> equal(part);
            case "_!=_" -> new RunFilter.Not(equal(part));
            case "@in", "_in_", "in" -> in(part);
            case "startsWith" -> startsWith(part);
            case "_[_]" -> truth(part);
            default -> throw notAFilter(part);
        };
    }

    private static RunFilter any(RunFilter left, RunFilter right) {
        List<RunFilter> parts = new ArrayList<>();
        for (RunFilter side : List.of(left, right)) {
            parts.addAll(side instanceof RunFilter.Any any ? any.parts() : List.of(side));
        }
        return new RunFilter.Any(parts);
    }

    private RunFilter constant(CelExpr part) {
        if (part.constant().getKind() != CelConstant.Kind.BOOLEAN_VALUE) {
            throw faults.at(part, "A condition is true or false, which this is not", FilterFaults.EXAMPLE);
        }
        return part.constant().booleanValue() ? RunFilter.ALL : new RunFilter.Any(List.of());
    }

    // ---- of a field

    private void count(CelExpr part) {
        if (++terms > TERMS_MAX) {
            throw faults.at(part, "The filter compares more than " + TERMS_MAX + " times", null);
        }
    }

    /** A field that is true by itself. */
    private RunFilter truth(CelExpr part) {
        count(part);
        RunField field = operands.field(part);
        return new RunFilter.OneOf(field, Set.of(operands.fitting(part, field, new FieldValue.Truth(true))));
    }

    private RunFilter present(CelExpr part) {
        count(part);
        return new RunFilter.Present(operands.field(part));
    }

    private RunFilter equal(CelExpr part) {
        count(part);
        CelExpr left = part.call().args().get(0);
        CelExpr right = part.call().args().get(1);
        boolean isTurned = FilterOperands.isConstant(left);
        RunField field = operands.field(isTurned ? right : left);
        CelExpr value = isTurned ? left : right;
        return FilterOperands.isNull(value)
                ? new RunFilter.Not(new RunFilter.Present(field))
                : new RunFilter.OneOf(field, Set.of(operands.value(value, field)));
    }

    private RunFilter ordered(CelExpr part, Relation relation) {
        count(part);
        CelExpr left = part.call().args().get(0);
        CelExpr right = part.call().args().get(1);
        boolean isTurned = FilterOperands.isConstant(left);
        RunField field = operands.field(isTurned ? right : left);
        CelExpr bound = isTurned ? left : right;
        FieldValue value = operands.value(bound, field);
        if (value instanceof FieldValue.Truth) {
            throw faults.at(bound, "true and false have no order", "compare with ==");
        }
        return new RunFilter.Ordered(field, isTurned ? relation.turned() : relation, value);
    }

    private RunFilter in(CelExpr part) {
        count(part);
        RunField field = operands.field(part.call().args().get(0));
        CelExpr list = part.call().args().get(1);
        if (list.getKind() != CelExpr.ExprKind.Kind.LIST) {
            throw faults.at(list, "What a field is 'in' must be a list of constants", "write state in ['FAILED']");
        }
        List<CelExpr> elements = list.list().elements();
        if (elements.size() > LIST_MAX) {
            throw faults.at(list, "The list has more than " + LIST_MAX + " elements", null);
        }
        Set<FieldValue> values = new HashSet<>();
        elements.forEach(element -> values.add(operands.value(element, field)));
        return values.isEmpty() ? new RunFilter.Any(List.of()) : new RunFilter.OneOf(field, values);
    }

    private RunFilter startsWith(CelExpr part) {
        count(part);
        CelExpr target = part.call().target().orElseThrow(() -> notAFilter(part));
        List<CelExpr> args = part.call().args();
        if (args.size() != 1) {
            throw notAFilter(part);
        }
        RunField field = operands.field(target);
        if (!(operands.constant(args.get(0)) instanceof FieldValue.Text prefix)) {
            throw faults.at(args.get(0), "Only text starts with something", "write runId.startsWith('order-')");
        }
        operands.fitting(target, field, prefix);
        return new RunFilter.StartsWith(field, prefix.value());
    }

    private OrchestratorException notAFilter(CelExpr part) {
        return faults.at(
                part,
                "A filter cannot say this: it has == != < <= > >= in && || !, has(…) and startsWith",
                FilterFaults.EXAMPLE);
    }
}
