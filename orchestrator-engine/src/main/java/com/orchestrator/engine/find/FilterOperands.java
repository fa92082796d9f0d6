package com.orchestrator.engine.find;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.plan.Suggestion;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The two sides of a comparison: fields that there are, and constants that fit them. */
final class FilterOperands {

    private static final String LABELS = "labels";
    private static final String ATTRIBUTES = "attr";
    private static final Set<String> MADE = Set.of("timestamp", "decimal");

    private static final List<String> STATES =
            Arrays.stream(WorkflowState.values()).map(Enum::name).toList();
    private static final List<String> PRIORITIES = List.of("P0", "P1", "P2", "P3");

    private final FilterFaults faults;
    private final Supplier<AttributeTypes> attributes;
    private @Nullable AttributeTypes known;

    FilterOperands(FilterFaults faults, Supplier<AttributeTypes> attributes) {
        this.faults = faults;
        this.attributes = attributes;
    }

    // ---- fields

    RunField field(CelExpr part) {
        String key = memberOf(part, LABELS);
        if (key != null) {
            return new RunField.Label(text(part, key));
        }
        String name = memberOf(part, ATTRIBUTES);
        if (name != null) {
            return attribute(part, name);
        }
        String spelling = spelling(part);
        return Column.named(spelling)
                .filter(column -> column != Column.PARENT)
                .orElseThrow(() -> faults.at(
                        part,
                        spelling.isEmpty() ? "One side must be a field of runs" : "Runs have no '" + spelling + "'",
                        hint(spelling)));
    }

    private static String hint(String spelling) {
        Set<String> fields = new TreeSet<>(Column.spellings());
        fields.remove(Column.PARENT.spelling());
        return near(spelling, fields)
                .orElse("there are " + String.join(", ", fields) + ", labels.<key> and attr.<name>");
    }

    private static Optional<String> near(String written, Collection<String> words) {
        return Suggestion.nearest(written, words).map(word -> "did you mean '" + word + "'?");
    }

    /** {@code root.name} or {@code root['name']}; null when it is neither. */
    private static @Nullable String memberOf(CelExpr part, String root) {
        if (part.getKind() == ExprKind.Kind.SELECT && isIdent(part.select().operand(), root)) {
            return part.select().field();
        }
        boolean isIndex = part.getKind() == ExprKind.Kind.CALL
                && part.call().function().equals("_[_]")
                && isIdent(part.call().args().get(0), root);
        if (!isIndex) {
            return null;
        }
        CelExpr index = part.call().args().get(1);
        boolean isText = index.getKind() == ExprKind.Kind.CONSTANT
                && index.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        return isText ? index.constant().stringValue() : null;
    }

    private static boolean isIdent(CelExpr part, String name) {
        return part.getKind() == ExprKind.Kind.IDENT && part.ident().name().equals(name);
    }

    private static String spelling(CelExpr part) {
        if (part.getKind() == ExprKind.Kind.IDENT) {
            return part.ident().name();
        }
        return part.getKind() == ExprKind.Kind.SELECT && part.select().operand().getKind() == ExprKind.Kind.IDENT
                ? part.select().operand().ident().name() + "." + part.select().field()
                : "";
    }

    private RunField.Attribute attribute(CelExpr part, String name) {
        if (!known().byName().containsKey(name)) {
            throw faults.at(part, "No definition has a search attribute '" + name + "'", attributeHint(name, known()));
        }
        return new RunField.Attribute(name);
    }

    static String attributeHint(String name, AttributeTypes known) {
        Set<String> names = new TreeSet<>(known.byName().keySet());
        return near(name, names)
                .orElse(
                        names.isEmpty()
                                ? "no definition has any: declare 'searchAttributes'"
                                : "there are " + names.stream().limit(20).collect(Collectors.joining(", ")));
    }

    private AttributeTypes known() {
        AttributeTypes read = known == null ? attributes.get() : known;
        known = read;
        return read;
    }

    // ---- constants

    static boolean isConstant(CelExpr part) {
        return part.getKind() == ExprKind.Kind.CONSTANT
                || (part.getKind() == ExprKind.Kind.CALL
                        && MADE.contains(part.call().function()));
    }

    static boolean isNull(CelExpr part) {
        return part.getKind() == ExprKind.Kind.CONSTANT && part.constant().getKind() == CelConstant.Kind.NULL_VALUE;
    }

    /** A constant that the field can be compared with. */
    FieldValue value(CelExpr part, RunField field) {
        return fitting(part, field, constant(part));
    }

    FieldValue constant(CelExpr part) {
        if (part.getKind() == ExprKind.Kind.CALL && MADE.contains(part.call().function())) {
            return made(part);
        }
        if (part.getKind() != ExprKind.Kind.CONSTANT) {
            throw faults.at(part, "A field can be compared with a constant only", FilterFaults.EXAMPLE);
        }
        CelConstant constant = part.constant();
        return switch (constant.getKind()) {
            case STRING_VALUE -> new FieldValue.Text(text(part, constant.stringValue()));
            case BOOLEAN_VALUE -> new FieldValue.Truth(constant.booleanValue());
            case INT64_VALUE -> new FieldValue.Number(BigDecimal.valueOf(constant.int64Value()));
            case UINT64_VALUE ->
                new FieldValue.Number(new BigDecimal(constant.uint64Value().bigIntegerValue()));
            case DOUBLE_VALUE -> decimal(part, constant.doubleValue());
            default -> throw faults.at(part, "A constant is text, a number, true or false here", FilterFaults.EXAMPLE);
        };
    }

    private FieldValue decimal(CelExpr part, double written) {
        if (Double.isFinite(written)) {
            return new FieldValue.Number(BigDecimal.valueOf(written));
        }
        throw faults.at(part, "The number is too large", null);
    }

    /** {@code timestamp('…')} and {@code decimal('…')}. */
    private FieldValue made(CelExpr part) {
        List<CelExpr> args = part.call().args();
        boolean isText = args.size() == 1
                && args.get(0).getKind() == ExprKind.Kind.CONSTANT
                && args.get(0).constant().getKind() == CelConstant.Kind.STRING_VALUE;
        String text = isText ? args.get(0).constant().stringValue() : "";
        if (part.call().function().equals("timestamp")) {
            return FieldValue.moment(text)
                    .map(FieldValue.Moment::new)
                    .orElseThrow(() -> faults.at(
                            part,
                            "This is no moment of the years 1 to 9999",
                            "write timestamp('2026-01-31T12:00:00Z')"));
        }
        if (!FieldValue.NUMBER.matcher(text).matches()) {
            throw faults.at(part, "This is no number", "write decimal('12.30')");
        }
        return new FieldValue.Number(new BigDecimal(text));
    }

    private String text(CelExpr part, String text) {
        if (text.isEmpty() || Identifier.isClean(text)) {
            return text;
        }
        throw faults.at(part, "The text contains a control character or half a character", null);
    }

    FieldValue fitting(CelExpr part, RunField field, FieldValue value) {
        if (field instanceof RunField.Attribute attribute) {
            if (known().hold(attribute.name(), value)) {
                return value;
            }
            throw unfit(part, field, known().typesOf(attribute.name()), value);
        }
        boolean fits = switch (field.kind()) {
            case TEXT -> value instanceof FieldValue.Text;
            case NUMBER -> value instanceof FieldValue.Number;
            case INSTANT -> value instanceof FieldValue.Moment;
            case DECLARED -> true;
        };
        if (!fits) {
            throw unfit(part, field, field.kind().name().toLowerCase(Locale.ROOT), value);
        }
        checkWord(part, field, value);
        return value;
    }

    private RuntimeException unfit(CelExpr part, RunField field, String types, FieldValue value) {
        String hint = types.contains("instant")
                ? "write timestamp('2026-01-31T12:00:00Z')"
                : types.contains("text") ? "write the value in quotes" : null;
        return faults.at(part, field.spelling() + " is " + types + ", not " + value.kind(), hint);
    }

    /** Where there are only so many words. */
    private void checkWord(CelExpr part, RunField field, FieldValue value) {
        List<String> words = field == Column.STATE ? STATES : field == Column.PRIORITY ? PRIORITIES : List.of();
        if (!words.isEmpty() && value instanceof FieldValue.Text text && !words.contains(text.value())) {
            throw faults.at(
                    part,
                    "'" + text.value() + "' is no " + field.spelling(),
                    near(text.value(), words).orElse("there are " + String.join(", ", words)));
        }
    }
}
