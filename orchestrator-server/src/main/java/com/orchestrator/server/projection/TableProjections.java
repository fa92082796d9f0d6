package com.orchestrator.server.projection;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.projection.ProjectionDeadLetter;
import com.orchestrator.api.projection.ProjectionStatus;
import com.orchestrator.api.projection.WorkerGeneration;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.projections.RefusedException;
import com.orchestrator.projections.desk.Desk;
import com.orchestrator.projections.desk.GenerationView;
import com.orchestrator.projections.desk.ProjectionView;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Projections that are coordinated in a database which this server can reach. There are none as long as it has no such tables. */
public final class TableProjections implements ProjectionService {

    private static final Logger LOG = LoggerFactory.getLogger(TableProjections.class);
    private static final Set<String> UNKNOWN = Set.of("PROJECTION_UNKNOWN", "DEAD_LETTER_UNKNOWN");

    private final Desk desk;
    private final String where;

    /** @param where the tables are looked for, for people */
    public TableProjections(Desk desk, String where) {
        this.desk = desk;
        this.where = where;
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws SQLException;
    }

    @FunctionalInterface
    private interface Change {
        void make() throws SQLException;
    }

    private <T> T ask(Call<T> call) {
        return orElse(call, () -> {
            throw new OrchestratorException(ErrorCode.NOT_FOUND, "There are no projections in " + where);
        });
    }

    /** @param none what is said where there are no tables */
    private <T> T orElse(Call<T> call, Call<T> none) {
        try {
            return desk.isThere() ? call.make() : none.make();
        } catch (RefusedException refused) {
            ErrorCode code = UNKNOWN.contains(refused.code()) ? ErrorCode.NOT_FOUND : ErrorCode.ILLEGAL_STATE;
            throw new OrchestratorException(code, String.valueOf(refused.getMessage()));
        } catch (SQLException e) {
            LOG.warn("The tables of projections in {} cannot be read: {}", where, e.toString());
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "The tables of projections in " + where + " cannot be read now");
        }
    }

    private ProjectionStatus change(String name, Change change) {
        return ask(() -> {
            change.make();
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
        List<ProjectionView> all = orElse(desk::list, List::of);
        return page(all.stream().map(Views::status).toList(), ProjectionStatus::name, query);
    }

    @Override
    public ProjectionStatus get(String name) {
        return ask(() -> Views.status(desk.get(name)));
    }

    @Override
    public Page<ProjectionDeadLetter> deadLetters(String name, ListQuery query) {
        List<ProjectionDeadLetter> all =
                ask(() -> desk.deadLetters(name)).stream().map(Views::letter).toList();
        return page(all, ProjectionDeadLetter::eventId, query);
    }

    @Override
    public ProjectionStatus pause(String name, String reason) {
        return change(name, () -> desk.pause(name, reason));
    }

    @Override
    public ProjectionStatus resume(String name) {
        return change(name, () -> desk.resume(name));
    }

    @Override
    public ProjectionStatus skip(String name, String eventId, String reason) {
        return change(name, () -> desk.skip(name, eventId, reason));
    }

    @Override
    public ProjectionStatus retry(String name, String eventId) {
        return change(name, () -> desk.retry(name, eventId));
    }

    @Override
    public ProjectionStatus rebuild(String name) {
        return change(name, () -> desk.rebuild(name));
    }

    @Override
    public ProjectionStatus giveUpRebuild(String name) {
        return change(name, () -> desk.giveUpRebuild(name));
    }

    @Override
    public List<WorkerGeneration> generations() {
        List<GenerationView> all = orElse(desk::generations, List::of);
        return all.stream().map(Views::generation).toList();
    }
}
