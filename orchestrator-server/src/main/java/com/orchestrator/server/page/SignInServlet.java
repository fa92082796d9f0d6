package com.orchestrator.server.page;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.server.auth.Refusals;
import com.orchestrator.server.auth.SessionCookie;
import com.orchestrator.server.front.ProblemWriter;
import com.orchestrator.server.oidc.OidcClient;
import com.orchestrator.server.oidc.SignIn;
import com.orchestrator.server.oidc.SignIn.Begun;
import com.orchestrator.server.oidc.SignIn.Ended;
import com.orchestrator.server.oidc.SignIn.Returned;
import com.orchestrator.server.oidc.SignInRefused;
import com.orchestrator.server.oidc.SignInRefused.Fault;
import com.orchestrator.server.rest.ProblemMapper;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the browser of somebody who wants to sign in to the provider ({@code /ui/sign-in}), and back ({@code /ui/sign-in/done}). It
 * answers by sending the browser somewhere: to the provider, to where somebody wanted to go, or to the page, which says why not.
 */
public final class SignInServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(SignInServlet.class);
    private static final ProblemWriter PROBLEMS = new ProblemWriter();
    private static final String ATTRIBUTE = SignInServlet.class.getName();

    /**
     * What it works with.
     *
     * @param refusals hears of those who are not let in
     */
    public record Parts(SignIn signIn, Refusals refusals) {

        /** Puts it where the servlet, and the page, find it. */
        public void putInto(ServletContext context) {
            context.setAttribute(ATTRIBUTE, this);
        }

        /** Empty when nobody signs in through a provider here. */
        static Optional<Parts> of(ServletContext context) {
            return Optional.ofNullable((Parts) context.getAttribute(ATTRIBUTE));
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        Optional<Parts> parts = Parts.of(getServletContext());
        if (parts.isEmpty()) {
            PROBLEMS.write(ProblemMapper.problem(HttpServletResponse.SC_NOT_FOUND), response);
        } else if (!request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET");
            PROBLEMS.write(ProblemMapper.problem(HttpServletResponse.SC_METHOD_NOT_ALLOWED), response);
        } else {
            answer(parts.get(), request, response);
        }
    }

    private static void answer(Parts parts, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        try {
            if (request.getRequestURI().endsWith(OidcClient.DONE)) {
                end(parts.signIn(), request, response);
            } else {
                begin(parts.signIn(), request, response);
            }
        } catch (SignInRefused refusal) {
            LOG.warn("Nobody was signed in: {}", refusal.getMessage());
            parts.refusals().refused(null, code(refusal.fault()), "GET", OidcClient.DONE);
            send(page("?signInFault=" + refusal.fault(), request), response);
        }
    }

    private static ErrorCode code(Fault fault) {
        return fault == Fault.UNAVAILABLE ? ErrorCode.UNAVAILABLE : ErrorCode.UNAUTHENTICATED;
    }

    private static void begin(SignIn signIn, HttpServletRequest request, HttpServletResponse response)
            throws SignInRefused {
        Begun begun = signIn.begin(OwnPath.of(request.getParameter("to")));
        set(SignInCookie.of(begun.cookie(), request.getContextPath(), isSecure(signIn, request)), response);
        send(begun.provider().toString(), response);
    }

    private static void end(SignIn signIn, HttpServletRequest request, HttpServletResponse response)
            throws SignInRefused {
        boolean isSecure = isSecure(signIn, request);
        set(SignInCookie.gone(request.getContextPath(), isSecure), response);
        Ended ended = signIn.end(new Returned(
                cookie(request),
                request.getParameter("state"),
                request.getParameter("code"),
                request.getParameter("iss"),
                request.getParameter("error")));
        String api = request.getContextPath() + "/api/v1";
        set(SessionCookie.sealed(ended.session(), ended.life(), api, isSecure), response);
        send(page(ended.to(), request), response);
    }

    /** Also when something in front of the server ends the encryption. */
    private static boolean isSecure(SignIn signIn, HttpServletRequest request) {
        return request.isSecure() || signIn.client().isEncrypted();
    }

    private static String page(String below, HttpServletRequest request) {
        return request.getContextPath() + "/ui/" + below;
    }

    private static @Nullable String cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
        return Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals(SignInCookie.NAME))
                .map(Cookie::getValue)
                .findFirst()
                .orElse(null);
    }

    private static void set(NewCookie cookie, HttpServletResponse response) {
        response.addHeader(
                "Set-Cookie",
                RuntimeDelegate.getInstance()
                        .createHeaderDelegate(NewCookie.class)
                        .toString(cookie));
    }

    private static void send(String there, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", there);
        response.setContentLength(0);
    }
}
