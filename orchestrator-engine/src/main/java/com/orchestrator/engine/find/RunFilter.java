package com.orchestrator.engine.find;

import com.orchestrator.api.model.WorkflowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on runs. True or false, never unknown: what a run does not have is equal to nothing, and before or behind
 * nothing. Both stores give it the same meaning, one by {@link #test}, the other as SQL.
 */
public sealed interface RunFilter {

    /** Every run. */
    RunFilter ALL = new Every(List.of());

    boolean test(RunFacts run);

    /** All of them hold. */
    record Every(List<RunFilter> parts) implements RunFilter {
        public Every {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(RunFacts run) {
            return parts.stream().allMatch(part -> part.test(run));
        }
    }

    /** One of them holds. */
    record Any(List<RunFilter> parts) implements RunFilter {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(RunFacts run) {
            return parts.stream().anyMatch(part -> part.test(run));
        }
    }

    record Not(RunFilter part) implements RunFilter {
        @Override
        public boolean test(RunFacts run) {
            return !part.test(run);
        }
    }

    /** The field has one of the values, which are all of the field's kind. */
    record OneOf(RunField field, Set<FieldValue> values) implements RunFilter {
        public OneOf {
            values = Set.copyOf(values);
        }

        @Override
        public boolean test(RunFacts run) {
            FieldValue value = run.valueOf(field);
            return value != null && values.contains(value);
        }
    }

    /** The field is before or behind a value. */
    record Ordered(RunField field, Relation relation, FieldValue bound) implements RunFilter {
        @Override
        public boolean test(RunFacts run) {
            FieldValue value = run.valueOf(field);
            Integer order = value == null ? null : value.compare(bound);
            return order != null && relation.holds(order);
        }
    }

    /** Which way round. */
    enum Relation {
        BELOW("<"),
        AT_MOST("<="),
        ABOVE(">"),
        AT_LEAST(">=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        boolean holds(int order) {
            return switch (this) {
                case BELOW -> order < 0;
                case AT_MOST -> order <= 0;
                case ABOVE -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }

        public boolean isUpper() {
            return this == BELOW || this == AT_MOST;
        }

        /** The relation of the right side to the left one. */
        Relation turned() {
            return switch (this) {
                case BELOW -> ABOVE;
                case AT_MOST -> AT_LEAST;
                case ABOVE -> BELOW;
                case AT_LEAST -> AT_MOST;
            };
        }
    }

    /** The field is text that begins so. */
    record StartsWith(RunField field, String prefix) implements RunFilter {
        @Override
        public boolean test(RunFacts run) {
            return run.valueOf(field) instanceof FieldValue.Text text
                    && text.value().startsWith(prefix);
        }
    }

    /** The run has such a thing. */
    record Present(RunField field) implements RunFilter {
        @Override
        public boolean test(RunFacts run) {
            return run.valueOf(field) != null;
        }
    }

    // ---- making them

    static RunFilter every(Collection<? extends RunFilter> parts) {
        List<RunFilter> flat = new ArrayList<>();
        parts.forEach(part -> flat.addAll(part instanceof Every every ? every.parts() : List.of(part)));
        return flat.size() == 1 ? flat.get(0) : new Every(flat);
    }

    /** This one and the other. */
    default RunFilter and(RunFilter other) {
        return every(List.of(this, other));
    }

    static RunFilter is(RunField field, String value) {
        return new OneOf(field, Set.of(new FieldValue.Text(value)));
    }

    /** Nothing restricts when there is no value. */
    static RunFilter isOrAny(RunField field, @Nullable String value) {
        return value == null ? ALL : is(field, value);
    }

    /** Nothing restricts when there are none. */
    static RunFilter states(Set<WorkflowState> states) {
        return states.isEmpty()
                ? ALL
                : new OneOf(
                        RunField.Column.STATE,
                        states.stream()
                                .map(state -> new FieldValue.Text(state.name()))
                                .collect(Collectors.toSet()));
    }

    static RunFilter childrenOf(UUID parent) {
        return is(RunField.Column.PARENT, parent.toString());
    }

    static RunFilter at(RunField field, Relation relation, Instant bound) {
        return new Ordered(field, relation, new FieldValue.Moment(bound));
    }

    /** Whether it names the states that runs may be in. */
    default boolean restrictsState() {
        return conjuncts().stream().anyMatch(part -> part instanceof OneOf one && one.field() == RunField.Column.STATE);
    }

    /** What has to hold in any case. */
    default List<RunFilter> conjuncts() {
        return this instanceof Every every ? every.parts() : List.of(this);
    }
}
