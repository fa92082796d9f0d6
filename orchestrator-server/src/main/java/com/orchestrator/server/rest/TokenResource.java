package com.orchestrator.server.rest;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.AccessToken;
import com.orchestrator.api.fleet.IssuedToken;
import com.orchestrator.server.auth.Access;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Digest;
import com.orchestrator.server.auth.Grant;
import com.orchestrator.server.auth.On;
import com.orchestrator.server.auth.Requires;
import com.orchestrator.server.auth.Role;
import com.orchestrator.server.auth.TokenName;
import com.orchestrator.server.rest.param.Limit;
import com.orchestrator.server.rest.param.PageCursor;
import com.orchestrator.server.rest.param.Text;
import com.orchestrator.server.rest.wire.Required;
import com.orchestrator.server.rest.wire.TokenBody;
import com.orchestrator.server.tokens.FreshSecret;
import com.orchestrator.server.tokens.StoredToken;
import com.orchestrator.server.tokens.TokenDirectory;
import com.orchestrator.server.tokens.TokenStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tokens that servers make. A secret is in one answer and nowhere else. */
@Path("api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
public final class TokenResource {

    private static final String NAME = "tokenName";

    /** Of one namespace, or of the server. */
    private static final int TOKENS_MAX = 1_000;

    private final TokenDirectory tokens;
    private final Predicate<String> isOfSettings;

    /** @param isOfSettings whether the settings have a token of a name */
    public TokenResource(TokenDirectory tokens, Predicate<String> isOfSettings) {
        this.tokens = tokens;
        this.isOfSettings = isOfSettings;
    }

    /** By name. */
    @GET
    @Requires(role = Role.ADMIN, on = On.VISIBLE)
    public Response list(
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable PageCursor cursor,
            @Context SecurityContext security) {
        Optional<Set<String>> owners = Caller.of(security).namespacesFor(Role.ADMIN);
        return Answers.pageByName(
                limit,
                cursor,
                tokens.all().stream()
                        .filter(token -> owners.isEmpty()
                                || token.name()
                                        .owner()
                                        .filter(owners.get()::contains)
                                        .isPresent())
                        .map(StoredToken::shown),
                AccessToken::name);
    }

    @GET
    @Path("{tokenName}")
    @Requires(role = Role.ADMIN, on = On.TOKEN)
    public Response get(@PathParam(NAME) Text name) {
        return Answers.ok(stored(name.value()).shown());
    }

    private StoredToken stored(String name) {
        return tokens.all().stream()
                .filter(token -> token.shown().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OrchestratorException(ErrorCode.NOT_FOUND, "There is no token '" + name + "'"));
    }

    /** By who is admin where the token belongs, and has all that it gives. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.ADMIN, on = On.BODY)
    public Response create(@Context SecurityContext security, TokenBody body) {
        Caller caller = Caller.of(security);
        TokenName name = body.tokenName();
        Access.require(caller, Role.ADMIN, name::place);
        List<Grant> grants = body.toGrants();
        Access.requireHaving(caller, grants);
        Required.reason(body.reason());
        requireRoom(name);
        String secret = FreshSecret.next();
        AccessToken made = tokens.store()
                .insert(new TokenStore.Wanted(
                        name.text(), Grant.texts(grants), Digest.hex(secret), body.life(), caller.name()))
                .orElseThrow(() -> taken(name))
                .shown();
        tokens.look();
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/tokens/" + made.name())
                .entity(new IssuedToken(made, secret))
                .build();
    }

    private void requireRoom(TokenName name) {
        if (isOfSettings.test(name.text())) {
            throw taken(name);
        }
        long sameOwner = tokens.all().stream()
                .filter(token -> token.name().owner().equals(name.owner()))
                .count();
        if (sameOwner >= TOKENS_MAX) {
            throw new OrchestratorException(
                    ErrorCode.ILLEGAL_STATE,
                    "There are " + TOKENS_MAX + " tokens of this owner already: revoke what nobody uses");
        }
    }

    private static OrchestratorException taken(TokenName name) {
        return new OrchestratorException(
                ErrorCode.ILLEGAL_STATE,
                "There is a token '" + name.text() + "' already: rotate it, or choose another name");
    }

    /** By who could have made it. */
    @POST
    @Path("{tokenName}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(role = Role.ADMIN, on = On.TOKEN)
    public Response rotate(@PathParam(NAME) Text name, @Context SecurityContext security, TokenBody.Rotation body) {
        StoredToken token = stored(name.value());
        Access.requireHaving(Caller.of(security), token.grants());
        Required.reason(body.reason());
        String secret = FreshSecret.next();
        AccessToken rotated = tokens.store()
                .rotate(token, Digest.hex(secret), body.life(), body.former())
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.ILLEGAL_STATE, "Token '" + name.value() + "' was made anew meanwhile: ask again"))
                .shown();
        tokens.look();
        return Answers.ok(new IssuedToken(rotated, secret));
    }

    /** Also one that is not there. */
    @DELETE
    @Path("{tokenName}")
    @Requires(role = Role.ADMIN, on = On.TOKEN)
    public Response revoke(@PathParam(NAME) Text name, @QueryParam("reason") @Nullable String reason) {
        Required.reason(reason);
        tokens.store().delete(name.value());
        tokens.look();
        return Response.noContent().build();
    }
}
