package com.orchestrator.server.projection;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.projection.ProjectionDeadLetter;
import com.orchestrator.api.projection.ProjectionStatus;
import com.orchestrator.api.projection.RunOutcome;
import com.orchestrator.api.projection.WorkerGeneration;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.desk.Desk;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Projections that are coordinated in databases which this server can reach. There are none as long as these have no such tables. */
public final class TableProjections implements ProjectionService {

    private static final Logger LOG = LoggerFactory.getLogger(TableProjections.class);
    private static final Set<String> UNKNOWN = Set.of("PROJECTION_UNKNOWN", "DEAD_LETTER_UNKNOWN");

    private final List<Place> places;
    private final Outcomes outcomes;

    /**
     * Tables of projections.
     *
     * @param where they are, for people
     */
    public record Place(Desk desk, String where) {}

    /** Reads what the server's own projection has counted. */
    @FunctionalInterface
    interface Outcomes {
        Page<RunOutcome> list(@Nullable String namespace, @Nullable String workflow, ListQuery query)
                throws SQLException;
    }

    /** Of a server that runs none itself. */
    public TableProjections(List<Place> places) {
        this(places, (namespace, workflow, query) -> new Page<>(List.of(), null));
    }

    /** @param places looked at in this order */
    TableProjections(List<Place> places, Outcomes outcomes) {
        this.places = List.copyOf(places);
        this.outcomes = outcomes;
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(Desk desk) throws SQLException;
    }

    @FunctionalInterface
    private interface Change {
        void make(Desk desk) throws SQLException;
    }

    private static <T> T ask(String where, Call<T> call) {
        try {
            return call.make();
        } catch (RefusedException refused) {
            ErrorCode code = UNKNOWN.contains(refused.code()) ? ErrorCode.NOT_FOUND : ErrorCode.ILLEGAL_STATE;
            throw new OrchestratorException(code, String.valueOf(refused.getMessage()));
        } catch (SQLException e) {
            LOG.warn("The tables of projections in {} cannot be read: {}", where, e.toString());
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "The tables of projections in " + where + " cannot be read now");
        }
    }

    /** Of all places that have tables. */
    private <T> List<T> all(Reading<List<T>> reading) {
        return there().stream()
                .flatMap(place -> ask(place.where(), () -> reading.read(place.desk())).stream())
                .toList();
    }

    private List<Place> there() {
        return places.stream()
                .filter(place -> ask(place.where(), () -> place.desk().isThere()))
                .toList();
    }

    /** Of the place that knows the projection. */
    private <T> T of(String name, Reading<T> reading) {
        List<Place> there = there();
        if (there.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "There are no projections in "
                            + places.stream().map(Place::where).collect(Collectors.joining(" or ")));
        }
        Place known = there.stream()
                .filter(place -> ask(place.where(), () -> place.desk().knows(name)))
                .findFirst()
                .orElse(there.get(0));
        return ask(known.where(), () -> reading.read(known.desk()));
    }

    private ProjectionStatus change(String name, Change change) {
        return of(name, desk -> {
            change.make(desk);
            return Views.status(desk.get(name));
        });
    }

    /** What comes behind the item that the cursor names. */
    private static <T> Page<T> page(List<T> all, Function<T, String> key, ListQuery query) {
        int from = query.cursor() == null ? 0 : all.stream().map(key).toList().indexOf(query.cursor()) + 1;
        int to = Math.min(all.size(), from + query.limit());
        return new Page<>(all.subList(from, to), to < all.size() ? key.apply(all.get(to - 1)) : null);
    }

    @Override
    public Page<ProjectionStatus> list(ListQuery query) {
        List<ProjectionStatus> all = all(Desk::list).stream()
                .map(Views::status)
                .sorted(Comparator.comparing(ProjectionStatus::name))
                .toList();
        return page(all, ProjectionStatus::name, query);
    }

    @Override
    public ProjectionStatus get(String name) {
        return of(name, desk -> Views.status(desk.get(name)));
    }

    @Override
    public Page<ProjectionDeadLetter> deadLetters(String name, ListQuery query) {
        List<ProjectionDeadLetter> all = of(name, desk -> desk.deadLetters(name)).stream()
                .map(Views::letter)
                .toList();
        return page(all, ProjectionDeadLetter::eventId, query);
    }

    @Override
    public ProjectionStatus pause(String name, String reason) {
        return change(name, desk -> desk.pause(name, reason));
    }

    @Override
    public ProjectionStatus resume(String name) {
        return change(name, desk -> desk.resume(name));
    }

    @Override
    public ProjectionStatus skip(String name, String eventId, String reason) {
        return change(name, desk -> desk.skip(name, eventId, reason));
    }

    @Override
    public ProjectionStatus retry(String name, String eventId) {
        return change(name, desk -> desk.retry(name, eventId));
    }

    @Override
    public ProjectionStatus rebuild(String name) {
        return change(name, desk -> desk.rebuild(name));
    }

    @Override
    public ProjectionStatus giveUpRebuild(String name) {
        return change(name, desk -> desk.giveUpRebuild(name));
    }

    /** Of the first place where workers have ever been: places know nothing of each other's generations. */
    @Override
    public List<WorkerGeneration> generations() {
        return there().stream()
                .map(place -> ask(place.where(), () -> place.desk().generations()))
                .filter(generations -> !generations.isEmpty())
                .findFirst()
                .orElse(List.of())
                .stream()
                .map(Views::generation)
                .toList();
    }

    @Override
    public Page<RunOutcome> runOutcomes(@Nullable String namespace, @Nullable String workflow, ListQuery query) {
        return ask("its own database", () -> outcomes.list(namespace, workflow, query));
    }
}
