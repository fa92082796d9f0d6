package com.orchestrator.worker;

import com.orchestrator.api.fleet.AccessToken;
import com.orchestrator.api.fleet.IssuedToken;
import com.orchestrator.api.fleet.PrincipalCutoff;
import com.orchestrator.worker.Pages.Next;
import com.orchestrator.worker.Pages.PageOf;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens that servers make, for admins. Holds no state of its own: every call asks the server. */
public final class TokensClient {

    private final OrchestratorClient client;
    private final HttpTransport http;

    TokensClient(OrchestratorClient client, HttpTransport http) {
        this.client = client;
        this.http = http;
    }

    /**
     * Makes a token. It is asked for once: when the answer is lost, {@link #rotate} gives another secret. Refused with {@code ILLEGAL_STATE}
     * when there is one of that name, {@code FORBIDDEN} when it would have what its maker has not.
     *
     * @param name {@code ci@shop} for one of the namespace {@code shop}
     * @param grants as settings have them: {@code operator+worker@shop}
     * @param expiresIn how long its secret is good; 90 days when null
     */
    public IssuedToken create(String name, List<String> grants, @Nullable Duration expiresIn, String reason) {
        return once("/tokens", new Wanted(name, grants, expiresIn, reason));
    }

    /** By name. */
    public List<AccessToken> list() {
        return client.all("/tokens", AccessTokens.class);
    }

    public AccessToken get(String name) {
        return client.get(path(name), AccessToken.class);
    }

    /**
     * Gives a token another secret.
     *
     * @param expiresIn how long the new one is good; 90 days when null
     * @param grace how long the one before is taken as well; an hour when null
     */
    public IssuedToken rotate(String name, @Nullable Duration expiresIn, @Nullable Duration grace, String reason) {
        return once(path(name) + "/rotate", new Rotation(expiresIn, grace, reason));
    }

    /** Takes it back; one that is not there is no fault. Servers let nobody in by it within 2 seconds, 10 at most. */
    public void revoke(String name, String reason) {
        client.delete(path(name), reason);
    }

    /** Repeated, it would be refused, or make the secret of the first answer useless. */
    private IssuedToken once(String path, Object body) {
        byte[] answer = ClientCalls.await(http.post(path, body, OrchestratorClient.TIMEOUT))
                .body();
        return http.json().read(answer, IssuedToken.class);
    }

    /** Principals of the identity provider that are shut out. */
    public List<PrincipalCutoff> cutoffs() {
        return client.all("/cutoffs", Cutoffs.class);
    }

    /**
     * Shuts a principal of the identity provider out: tokens that were made for it up to now are refused.
     *
     * @param principal as histories have it: {@code oidc/ann}
     */
    public PrincipalCutoff cutOff(String principal, String reason) {
        return client.post("/cutoffs", new Cutoff(principal, reason), PrincipalCutoff.class);
    }

    private static String path(String name) {
        return "/tokens/" + OrchestratorClient.segment(name);
    }

    private record Wanted(
            String name, List<String> grants, @Nullable Duration expiresIn, String reason) {}

    private record Rotation(
            @Nullable Duration expiresIn, @Nullable Duration grace, String reason) {}

    private record Cutoff(String principal, String reason) {}

    private record Cutoffs(List<PrincipalCutoff> items, Next page) implements PageOf<PrincipalCutoff> {}

    private record AccessTokens(List<AccessToken> items, Next page) implements PageOf<AccessToken> {}
}
