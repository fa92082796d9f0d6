package com.orchestrator.server.rest.param;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.engine.find.AttributeTypes;
import com.orchestrator.engine.find.FilterText;
import com.orchestrator.engine.find.RunField.Column;
import com.orchestrator.engine.find.RunField.Label;
import com.orchestrator.engine.find.RunFilter;
import com.orchestrator.engine.find.RunFilter.Relation;
import com.orchestrator.server.rest.json.Refusals;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are meant, as the parameters of an address say it: all of them hold. Kept as text until somebody asks: Jersey takes
 * what is refused while it fills in a bean for a fault of its own, and logs it.
 */
public final class RunSearch {

    /** What names of attributes stand behind. {@code attr.*} declares them all. */
    public static final String ATTRIBUTE = "attr.";

    @QueryParam("state")
    @Nullable
    String states;

    @QueryParam("namespace")
    @Nullable
    String namespace;

    @QueryParam("workflow")
    @Nullable
    String workflow;

    @QueryParam("runId")
    @Nullable
    String runId;

    @QueryParam("parentInstanceId")
    @Nullable
    String parentInstanceId;

    @QueryParam("label")
    @Nullable
    String label;

    @QueryParam("attr.*")
    @Nullable
    String attributes;

    @QueryParam("startedAfter")
    @Nullable
    String startedAfter;

    @QueryParam("startedBefore")
    @Nullable
    String startedBefore;

    @QueryParam("endedAfter")
    @Nullable
    String endedAfter;

    @QueryParam("endedBefore")
    @Nullable
    String endedBefore;

    @QueryParam("code")
    @Nullable
    String code;

    @QueryParam("filter")
    @Nullable
    String filter;

    @Context
    @Nullable
    UriInfo address;

    /** The namespace that is named; null when none is. */
    public @Nullable String namespace() {
        return namespace == null ? null : Text.of("namespace", namespace).value();
    }

    /**
     * What all of them come to, but for the namespace.
     *
     * @param known search attributes that there are
     */
    public RunFilter filter(Supplier<AttributeTypes> known) {
        List<RunFilter> parts = new ArrayList<>(List.of(
                states == null
                        ? RunFilter.ALL
                        : RunFilter.states(States.fromString(states).values()),
                text(Column.WORKFLOW, "workflow", workflow),
                text(Column.RUN_ID, "runId", runId),
                text(Column.CODE, "code", code),
                moment(Column.STARTED_AT, Relation.ABOVE, "startedAfter", startedAfter),
                moment(Column.STARTED_AT, Relation.BELOW, "startedBefore", startedBefore),
                moment(Column.ENDED_AT, Relation.ABOVE, "endedAfter", endedAfter),
                moment(Column.ENDED_AT, Relation.BELOW, "endedBefore", endedBefore)));
        if (parentInstanceId != null) {
            parts.add(RunFilter.childrenOf(
                    InstanceId.of("parentInstanceId", parentInstanceId).value()));
        }
        if (label != null) {
            LabelIs wanted = LabelIs.fromString(label);
            parts.add(RunFilter.is(new Label(wanted.key()), wanted.value()));
        }
        parts.addAll(attributes(known));
        if (filter != null) {
            parts.add(FilterText.parse(filter, known));
        }
        return RunFilter.every(parts);
    }

    private static RunFilter text(Column column, String parameter, @Nullable String given) {
        return given == null
                ? RunFilter.ALL
                : RunFilter.is(column, Text.of(parameter, given).value());
    }

    private static RunFilter moment(Column column, Relation relation, String parameter, @Nullable String given) {
        return given == null
                ? RunFilter.ALL
                : RunFilter.at(column, relation, Moment.of(parameter, given).value());
    }

    private List<RunFilter> attributes(Supplier<AttributeTypes> known) {
        List<RunFilter> all = new ArrayList<>();
        if (address != null) {
            address.getQueryParameters().forEach((name, values) -> {
                if (name.startsWith(ATTRIBUTE)) {
                    all.add(attribute(name, values.get(0), known.get()));
                }
            });
        }
        return all;
    }

    private static RunFilter attribute(String parameter, String value, AttributeTypes known) {
        Identifier.fault(value, Identifier.RUN_ID.charsMax()).ifPresent(fault -> {
            throw Refusals.invalid("/" + parameter, "'" + parameter + "' " + fault, null);
        });
        return known.reading(parameter.substring(ATTRIBUTE.length()), value);
    }
}
