package com.orchestrator.server.rest;

import com.orchestrator.api.model.Page;
import com.orchestrator.server.audit.AuditEntry;
import com.orchestrator.server.audit.AuditStore;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.SequenceNumber;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.AuditAnswer;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who has changed what. There is no way to write here: it is written by what is done. */
@Path("api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {

    private final AuditStore audit;

    public AuditResource(AuditStore audit) {
        this.audit = audit;
    }

    /** The newest first. */
    @GET
    @Requires(role = Role.ADMIN, on = On.SERVER)
    public Response list(
            @QueryParam("principal") @Nullable Text principal,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor) {
        long before = before(PageCursor.value(cursor));
        List<AuditEntry> found = audit.newest(Text.value(principal), before, limit.value());
        String next = found.size() < limit.value()
                ? null
                : String.valueOf(found.get(found.size() - 1).position());
        return Answers.page(limit, new Page<>(found, next).map(AuditAnswer::entry));
    }

    private static long before(@Nullable String cursor) {
        try {
            return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException notAPosition) {
            throw Refusals.invalid("/cursor", "'cursor' is not one that this server has given out", null);
        }
    }

    /** As it was hashed, the oldest first, with where the chain ends: enough to verify it without trusting this server's arithmetic. */
    @GET
    @Path("chain")
    @Requires(role = Role.ADMIN, on = On.SERVER)
    public Response chain(
            @QueryParam("after") @DefaultValue("0") SequenceNumber after,
            @QueryParam("limit") @DefaultValue("200") Limit limit) {
        List<AuditEntry> items = audit.behind(after.value(), limit.value());
        AuditEntry head = audit.head();
        return Answers.ok(new AuditAnswer.Chain(items, new AuditAnswer.Head(head.position(), head.hash())));
    }
}
