package com.orchestrator.server.rest;

import com.orchestrator.server.auth.Open;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Whether this process is there (started), whether to restart it (live), and whether to send it requests (ready). Answers in the shape of MicroProfile
 * Health, which probes know, and says no more than up or down: it is open to everybody.
 */
@Open
@Path("health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {

    private final BooleanSupplier databaseUp;
    private final Drain drain;
    private final AtomicBoolean hasStarted = new AtomicBoolean();

    public HealthResource(BooleanSupplier databaseUp, Drain drain) {
        this.databaseUp = databaseUp;
        this.drain = drain;
    }

    /** From the first time that the database has answered; whatever becomes of that later, it stays so. */
    @GET
    @Path("started")
    public Response started() {
        if (!hasStarted.get() && databaseUp.getAsBoolean()) {
            hasStarted.set(true);
        }
        return answer(List.of(new Check("started", Status.of(hasStarted.get()))));
    }

    @GET
    @Path("live")
    public Response live() {
        return answer(List.of());
    }

    @GET
    @Path("ready")
    public Response ready() {
        Check accepting = new Check("accepting", Status.of(!drain.hasBegun()));
        return accepting.status() == Status.DOWN
                ? answer(List.of(accepting))
                : answer(List.of(accepting, new Check("database", Status.of(databaseUp.getAsBoolean()))));
    }

    @GET
    public Response health() {
        return ready();
    }

    private static Response answer(List<Check> checks) {
        boolean isUp = checks.stream().allMatch(check -> check.status() == Status.UP);
        return Response.status(isUp ? 200 : 503)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(new Health(Status.of(isUp), checks))
                .build();
    }

    enum Status {
        UP,
        DOWN;

        static Status of(boolean isUp) {
            return isUp ? UP : DOWN;
        }
    }

    record Check(String name, Status status) {}

    record Health(Status status, List<Check> checks) {}
}
