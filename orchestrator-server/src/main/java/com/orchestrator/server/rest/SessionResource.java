package com.orchestrator.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Open;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.auth.SessionCookie;
import com.orchestrator.server.rest.wire.Required;
import com.orchestrator.server.rest.wire.SessionBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who somebody is to this server; a browser signs in by a token, and has a cookie from then on (ADR 32). */
@Path("api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {

    private final Authenticator authenticator;

    public SessionResource(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /**
     * Who somebody is.
     *
     * @param guarded whether callers have to say who they are
     * @param namespaces what this one sees; null when that is everything
     * @param payloads whether this one sees what runs carry
     * @param sensitive whether that is with what schemas mark as sensitive
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Session(
            String name,
            List<String> roles,
            boolean guarded,
            @Nullable Set<String> namespaces,
            boolean payloads,
            boolean sensitive) {}

    @GET
    @Requires(role = Role.READER, on = On.API)
    public Response get(@Context SecurityContext security) {
        return Answers.ok(session(Caller.of(security)));
    }

    @POST
    @Open
    @Consumes(MediaType.APPLICATION_JSON)
    public Response signIn(@Context UriInfo uri, @Context SecurityContext security, SessionBody body) {
        String token = Required.value(body.token(), "token").strip();
        Session session = session(authenticator.signIn(token));
        return authenticator.isOn()
                ? answer(session, SessionCookie.of(token, path(uri), security.isSecure()))
                : Answers.ok(session);
    }

    @DELETE
    @Open
    public Response signOut(@Context UriInfo uri, @Context SecurityContext security) {
        return Response.noContent()
                .cookie(SessionCookie.gone(path(uri), security.isSecure()))
                .build();
    }

    private static Response answer(Session session, NewCookie cookie) {
        return Response.ok(session).cookie(cookie).build();
    }

    private Session session(Caller caller) {
        List<String> roles = caller.roles().stream()
                .sorted()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .toList();
        return new Session(
                caller.name(),
                roles,
                authenticator.isOn(),
                caller.namespaces().orElse(null),
                caller.readsPayloads(),
                caller.readsSensitive());
    }

    /** Sent to the API alone, under whatever context root. */
    private static String path(UriInfo uri) {
        return uri.getBaseUri().getPath() + "api/v1";
    }
}
