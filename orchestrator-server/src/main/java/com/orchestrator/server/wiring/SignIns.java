package com.orchestrator.server.wiring;

import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.auth.Refusals;
import com.orchestrator.server.oidc.OidcTokens;
import com.orchestrator.server.oidc.PageSessions;
import com.orchestrator.server.oidc.SignIn;
import com.orchestrator.server.page.SignInServlet;
import jakarta.servlet.ServletContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How those get in whom a provider vouches for: by its tokens, and in the page by a session.
 *
 * @param sessions of the page
 * @param signIn by which people get one; empty when the page takes tokens alone
 */
record SignIns(OidcTokens tokens, PageSessions sessions, Optional<SignIn> signIn) {

    /** @param opened is told what has to be closed */
    static SignIns open(AuthenticatorFactory.Oidc oidc, Engine engine, Consumer<AutoCloseable> opened) {
        InstantSource clock = InstantSource.system();
        OidcTokens tokens = OidcTokens.of(oidc.config(), oidc.mapping(), engine.tokens());
        opened.accept(tokens);
        PageSessions sessions = new PageSessions(oidc.config(), engine.tokens(), engine.keys(), clock);
        Optional<SignIn> signIn = oidc.client()
                .map(client -> new SignIn(oidc.config(), client, oidc.mapping(), sessions, engine.keys(), clock));
        signIn.ifPresent(opened);
        return new SignIns(tokens, sessions, signIn);
    }

    /** The same, and they get in, too. */
    Authenticator putInto(Authenticator authenticator) {
        Authenticator known = authenticator.knowing(tokens);
        return signIn.isPresent() ? known.taking(sessions) : known;
    }

    /** Where the page's servlets find it. */
    void putInto(ServletContext context, Refusals refusals) {
        signIn.ifPresent(one -> new SignInServlet.Parts(one, refusals).putInto(context));
    }
}
