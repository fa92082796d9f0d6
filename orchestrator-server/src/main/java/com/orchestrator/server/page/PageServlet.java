package com.orchestrator.server.page;

import com.orchestrator.server.front.ProblemWriter;
import com.orchestrator.server.rest.ProblemMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Serves the page below {@code /ui/}, under any context root. Addresses inside of the page are its own affair: all that is no file leads
 * to it. It takes no token, because it holds nothing but the program; what that shows, it asks the API for.
 */
public final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Nothing from elsewhere, nothing inline, in nobody's frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    private static final String FOLDER = "/ui";
    private static final ProblemWriter PROBLEMS = new ProblemWriter();

    private final transient PageFiles files;

    /** The page that the server was built with. */
    public PageServlet() {
        this(new PageFiles(PageServlet.class.getClassLoader(), PageFiles.PLACE));
    }

    PageServlet(PageFiles files) {
        this.files = files;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean isRead =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!isRead) {
            response.setHeader("Allow", "GET, HEAD");
            refuse(HttpServletResponse.SC_METHOD_NOT_ALLOWED, response);
        } else if (page(request).isEmpty()) {
            refuse(HttpServletResponse.SC_NOT_FOUND, response);
        } else {
            answer(request, response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (!path.startsWith(FOLDER + "/")) {
            lead(request.getContextPath() + FOLDER + "/", response);
            return;
        }
        String name = path.substring(FOLDER.length() + 1);
        Optional<PageFile> file = files.file(name);
        if (file.isPresent()) {
            send(file.get(), request, response);
        } else if (name.startsWith("assets/")) {
            refuse(HttpServletResponse.SC_NOT_FOUND, response);
        } else {
            send(page(request).orElseThrow(), request, response);
        }
    }

    private Optional<PageFile> page(HttpServletRequest request) {
        String provider = SignInServlet.Parts.of(getServletContext())
                .map(parts -> parts.signIn().provider())
                .orElse("");
        return files.page(request.getContextPath(), provider);
    }

    private static void lead(String there, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", there);
        response.setContentLength(0);
    }

    private static void send(PageFile file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType(file.type());
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cache-Control", file.neverChanges() ? "public, max-age=31536000, immutable" : "no-cache");
        response.setHeader("Vary", "Accept-Encoding");
        String encodings = request.getHeader("Accept-Encoding");
        boolean isCompressed = encodings != null && encodings.contains("gzip");
        if (isCompressed) {
            response.setHeader("Content-Encoding", "gzip");
        }
        byte[] body = isCompressed ? file.gzip() : file.content();
        response.setContentLength(body.length);
        if (request.getMethod().equals("GET")) {
            response.getOutputStream().write(body);
        }
    }

    private static void refuse(int status, HttpServletResponse response) {
        PROBLEMS.write(ProblemMapper.problem(status), response);
    }
}
