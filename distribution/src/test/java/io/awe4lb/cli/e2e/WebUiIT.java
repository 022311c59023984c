package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** The web UI of the real program in a real browser, with real clients behind it. */
@Order(1)
class WebUiIT extends Administered {

    private static final Pattern LINK = Pattern.compile("(http://\\S+)/#login/(\\S+)");
    private static final Pattern TIMES = Pattern.compile("\"connectP95Ms\": *\\[[^\\]]*[0-9]");
    private static final String LEVEL = "/api/v1/log/levels/root";
    private static final String FAULT = "{\"percent\": 50, \"blackhole\": true, \"duration\": \"1h\"}";
    private static final String CHECKED = "strategy: round-robin, healthCheck: {type: tcp, interval: 100ms}";

    /** One for all tests: to start it costs more than most of them. */
    private static Optional<Browser> browser = Optional.empty();

    private static Browser browser(URI address) throws Exception {
        if (browser.isEmpty()) {
            browser = Optional.of(Browser.start());
        }
        browser.get().visit(address);
        return browser.get();
    }

    private Browser browser(Awe4lb awe4lb) throws Exception {
        return browser(api(awe4lb).base());
    }

    @AfterAll
    static void closeBrowser() throws IOException {
        if (browser.isPresent()) {
            browser.get().close();
            browser = Optional.empty();
        }
    }

    @Test
    void aBackendIsDrainedWeighedCheckedAndTakenBack() throws Exception {
        Awe4lb awe4lb = administered(servingBoth().replace("strategy: round-robin", CHECKED));
        Api api = api(awe4lb);
        Peer client = client(web.address());
        client.line();
        Browser browser = browser(awe4lb);
        browser.goTo("");
        browser.type("Token", "wrong");
        browser.press("Log in");
        browser.sees("nobody has this token");
        browser.logIn(ADMIN);
        browser.sees("No problems");
        browser.press("Pools");
        browser.press("web");
        browser.sees("Pool web");

        browser.press("Drain " + b);
        browser.sees("No new connection goes to " + b);
        browser.sees("50 %");
        browser.type("Reason", "a new kernel");
        browser.press("The same in a terminal");
        browser.sees("curl -X PUT");
        browser.press("Drain");
        browser.sees("gets no new connections");
        assertEquals("drain", api.get(adminState(b)).with(200).at("/state"));
        browser.sees("by root: a new kernel");
        assertEquals("a", client(web.address()).line());
        assertEquals("a", client(web.address()).line());

        browser.press("Undo: " + b + " gets no new connections.");
        browser.sees("It is as it was before.");
        assertEquals("ready", api.get(adminState(b)).with(200).at("/state"));

        browser.press("Weight " + a);
        browser.type("Weight", "3");
        browser.sees("75 %");
        browser.press("Set the weight");
        browser.sees("has weight 3");
        assertEquals("3", api.get(backend("web", a)).with(200).at("/weight"));
        browser.goTo("config/effective?from=override");
        browser.sees("an override by root");
        browser.goTo("config/overrides");
        browser.sees("has weight 3; the configuration says 1");
        browser.press("Promote the weight of " + a);
        browser.press("Promote");
        browser.sees("The configuration says 3 for " + a);
        assertEquals("3", api.get(backend("web", a)).with(200).at("/configuredWeight"));
        browser.press("Undo: The configuration says 3 for " + a + ".");
        browser.sees("has weight 3; the configuration says 1");
        browser.press("Take back: " + a + " has weight 3; the configuration says 1");
        browser.sees("Nothing was changed beside the configuration.");
        assertEquals("1", api.get(backend("web", a)).with(200).at("/weight"));

        browser.goTo("pools/web");
        browser.press("choose all");
        browser.press("Maintenance 2 backends");
        browser.sees("Nobody is left then");
        browser.press("Begin maintenance");
        browser.sees("2 backends are in maintenance.");
        assertEquals("maint", api.get(adminState(b)).with(200).at("/state"));
        browser.press("Ready " + a);
        browser.sees(a + " gets connections again.");
        browser.press("Undo: 2 backends are in maintenance.");
        browser.press("Drain " + b);
        browser.press("Cancel");

        Peer last = clientOfB();
        browser.press("Drain " + b);
        browser.type("Time for those that live", "100ms");
        browser.choose("What then", "those that live are closed");
        browser.press("Drain");
        last.isClosed();
        browser.press("Overview");
        browser.sees(b + " is drained for");

        browser.goTo("pools/web/" + Api.segment(a));
        browser.sees("Last checks");
        browser.press("Check " + a);
        browser.sees(a + ": passed: connected");
        int living = Integer.parseInt(api.get("/api/v1/connections").with(200).at("/total"));
        browser.press("its connections");
        browser.sees("web / " + a);
        browser.press("Pause");
        browser.sees(living + " connections, paused");
        browser.press("Go on");
        browser.press("Close the connection of " + client.address());
        browser.sees("served by " + a + " of pool web, and ends now");
        browser.press("Close it");
        browser.sees("The connection of " + client.address() + " is closed.");
        client.isClosed();
        browser.sees(living - 1 + " connections");
        browser.press("Close all of these");
        browser.sees(living - 1 + " connections would end");
        browser.press("Close them");
        browser.sees("They are closed.");
        browser.sees("Nobody is connected that fits.");
        browser.hasNoErrors();
    }

    /** As many come as it takes until one is served by {@code b}. */
    private Peer clientOfB() throws Exception {
        Peer client = client(web.address());
        return client.isGreetedBy("b") ? client : clientOfB();
    }

    @Test
    void aConfigurationIsWrittenCheckedComparedAppliedAndTakenBack() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        Api api = api(awe4lb);
        Browser browser = browser(awe4lb);
        browser.logIn(ADMIN);
        browser.press("Configuration");
        browser.sees("This is revision 1");
        String editor = "Configuration as YAML";
        browser.field(editor).sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "listener: {}");
        browser.sees("did you mean 'listeners'?");
        browser.press("Discard");
        browser.field(editor).sendKeys(Keys.chord(Keys.CONTROL, Keys.HOME),
                "shutdown: {drain: 7s}\n");
        browser.sees("shutdown changes");
        browser.sees("+ shutdown: {drain: 7s}");
        browser.keepScreenshot("configuration");
        browser.press("Apply");
        browser.type("Comment", "for the browser");
        browser.keys(Keys.ENTER);
        browser.sees("The configuration is in force.");
        browser.sees("This is revision 2");
        assertTrue(api.get(CONFIG, "Accept", "application/yaml").with(200).body().startsWith("shutdown: {drain: 7s}\n"));

        browser.press("History");
        browser.sees("for the browser");
        browser.press("Compare revision 1 with the one in force");
        browser.sees("− shutdown: {drain: 7s}");
        browser.press("In effect");
        browser.sees("the configuration, line 1");
        browser.press("History");
        browser.press("Restore revision 1");
        browser.sees("A new revision with the text of revision 1");
        browser.press("Restore");
        browser.sees("Revision 1 is in force again.");
        assertEquals(3, revision(api));

        browser.press("System");
        browser.sees("No overload: all new clients are served");
        browser.choose("level of root", "warn");
        browser.sees("root writes from warn on.");
        assertEquals("warn", api.get(LEVEL).with(200).at("/level"));
        browser.press("Undo: root writes from warn on.");
        browser.sees("It is as it was before.");
        assertEquals("info default", api.get(LEVEL).with(200).at("/level") + " " + api.get(LEVEL).at("/origin"));
        Eventually.until("the page says so", () -> "info".equals(browser.field("level of root").getDomProperty("value")));
        browser.hasNoErrors();
    }

    @Test
    void listenersPoolsAndBackendsComeAndGo() throws Exception {
        NamedDatagrams c = opened.add(new NamedDatagrams("c"));
        Awe4lb awe4lb = administered(admin());
        Api api = api(awe4lb);
        Browser browser = browser(awe4lb);
        browser.logIn(ADMIN);
        browser.press("Serve backends");
        browser.type("Address", web.toString());
        browser.type("Backends", a.toString());
        browser.sees("pool web is added");
        browser.press("Serve");
        browser.sees("Clients are served at " + web);
        assertEquals("a", client(web.address()).line());

        browser.press("Pools");
        browser.press("Add a pool");
        browser.type("Name", "spare");
        browser.type("Backends", c.toString());
        browser.choose("Health check", "none");
        browser.sees("pool spare is added");
        browser.press("Add");
        browser.sees("Pool spare is there.");
        api.get(pool("spare")).with(200);
        browser.press("Listeners");
        browser.press("Add a listener");
        browser.type("Name", "second");
        browser.type("Address", web.toString());
        browser.sees("already");
        browser.type("Address", "127.0.0.1:0");
        browser.choose("Protocol", "UDP");
        browser.choose("Pool", "spare");
        browser.press("Add");
        browser.sees("Listener second is there.");

        String second = api.get("/api/v1/listeners/second").with(200).at("/addresses/0");
        int port = Integer.parseInt(second.replace("127.0.0.1:", ""));
        Asker asker = opened.add(new Asker("127.0.0.1", new InetSocketAddress("127.0.0.1", port)));
        assertEquals("c", asker.asks("who is it?"));
        browser.press("Connections");
        browser.sees("web / " + a);
        browser.choose("Listener", "second");
        browser.seesNot("web / " + a);
        browser.sees("spare / " + c);
        browser.press("Close the connection of " + asker.address());
        browser.press("Close it");
        browser.sees("Nobody is connected that fits.");

        browser.goTo("pools/web");
        browser.press("Add a backend");
        browser.type("Address", b.toString());
        browser.press("Add");
        browser.sees("is in pool web");
        assertEquals("web", api.get(WEB).with(200).at("/pool"));
        browser.press("Remove " + b);
        browser.sees("leaves pool web");
        browser.press("Remove");
        browser.sees(b + " is removed.");
        api.get(backend("web", b)).with(404);
        browser.press("Undo: " + b + " is removed.");
        browser.sees("It is as it was before.");
        api.get(backend("web", b)).with(200);

        api.put(WEB + "/fault", Api.ANY, FAULT).with(200);
        browser.press("Overview");
        browser.sees("as root wants: nothing goes through");
        browser.goTo("listeners/web");
        browser.sees("50 % of new connections have a fault until");
        browser.sees("priority 50 of 100");
        api.delete(WEB + "/fault", Api.ANY).with(200);
        browser.seesNot("have a fault");
        browser.press("Remove this listener");
        browser.sees("Nobody is accepted any more");
        browser.press("Remove");
        browser.sees("Listener web is removed.");
        assertTrue(web.isRefused());
        browser.press("Undo: Listener web is removed.");
        Eventually.until("it is served again", () -> !web.isRefused());
        browser.hasNoErrors();
    }

    @Test
    void theMainTasksAreDoneWithTheKeyboardAlone() throws Exception {
        Awe4lb awe4lb = administered(servingBoth());
        Api api = api(awe4lb);
        Peer client = client(web.address());
        client.line();
        Browser browser = browser(awe4lb);
        browser.goTo("");
        browser.tabTo("Token");
        browser.keys(ADMIN, Keys.ENTER);
        browser.sees("No problems");

        browser.follow("Pools");
        browser.sees("round-robin");
        browser.follow("web");
        browser.sees("Backends");
        browser.follow("Drain " + b);
        browser.follow("Drain");
        browser.sees("gets no new connections");
        assertEquals("drain", api.get(adminState(b)).with(200).at("/state"));
        browser.follow("Ready " + b);
        browser.sees("gets connections again");
        assertEquals("ready", api.get(adminState(b)).with(200).at("/state"));
        browser.follow("The same in a terminal: " + b + " gets connections again.");
        browser.sees("curl -X PUT");

        browser.follow("Weight " + b);
        browser.sees("New connections are shared by weight");
        browser.keys(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ENTER);
        browser.sees("has weight 3");
        assertEquals("3", api.get(backend("web", b)).with(200).at("/weight"));

        browser.follow("Configuration");
        browser.sees("This is revision 1");
        browser.tabTo("Configuration as YAML");
        browser.withControl(Keys.HOME);
        browser.keys("shutdown: {drain: 7s}", Keys.ENTER);
        browser.sees("shutdown changes");
        browser.follow("Apply");
        browser.sees("Apply the configuration");
        browser.keys("by keys", Keys.ENTER);
        browser.sees("The configuration is in force.");
        browser.follow("History");
        browser.follow("Restore revision 1");
        browser.sees("A new revision with the text of revision 1");
        browser.keys(Keys.ENTER);
        browser.sees("Revision 1 is in force again.");
        assertEquals(3, revision(api));

        browser.follow("Connections");
        browser.sees("1 connection");
        browser.tabTo("Listener");
        browser.keys("web");
        browser.follow("Close all of these");
        browser.sees("1 connection would end");
        browser.follow("Close them");
        browser.sees("They are closed.");
        client.isClosed();
        browser.follow("Log out");
        browser.sees("Token");
        browser.hasNoErrors();
    }

    @Test
    void whoeverMayOnlyLookSeesWhyAndThatSomethingIsWrong() throws Exception {
        Awe4lb awe4lb = administered(servingBoth().replace("strategy: round-robin", CHECKED)
                .replace("pool: web}", "routes: [{source: 10.0.0.0/8, pool: inner}], pool: web}")
                + "  inner: {backends: [\"%s\"]}\n".formatted(a));
        b.stops();
        Browser browser = browser(awe4lb);
        browser.logIn(VIEWER);
        browser.sees("pool web: " + b + " is down for");
        browser.goTo("pools/web");
        browser.press("Drain " + a + ": needs the role operator; eye has the role viewer");
        browser.sees("Not done: it needs the role operator");
        assertEquals("ready", api(awe4lb).get(adminState(a)).with(200).at("/state"));
        browser.goTo("pools/web?state=down");
        browser.sees(b.toString());
        browser.seesNot(a.toString());
        browser.press(b.toString());
        browser.sees("connect_refused");

        assertEquals("a", client(web.address()).line());
        browser.goTo("listeners/web");
        browser.type("Its address", "10.1.2.3");
        browser.sees("a client from 10.1.2.3 that asks for no name goes to pool inner because of route 1: source 10.0.0.0/8");
        browser.type("Its address", "10.1.2");
        browser.sees("source is an IP address");
        browser.goTo("listeners/web?source=192.0.2.1");
        browser.sees("goes to pool web because of listener web");
        browser.sees("1. source 10.0.0.0/8");
        browser.hasNoErrors();
    }

    /** Every page with words that stand there when all of it is loaded. */
    private static Map<String, String> pages(String... placesAndWords) {
        Map<String, String> pages = new LinkedHashMap<>();
        for (int i = 0; i < placesAndWords.length; i += 2) {
            pages.put(placesAndWords[i], placesAndWords[i + 1]);
        }
        return pages;
    }

    private static void look(Browser browser, String data, Map<String, String> pages) throws Exception {
        for (var page : pages.entrySet()) {
            browser.goTo(page.getKey());
            browser.sees(page.getValue());
            browser.keepsNobodyOut("#" + page.getKey() + " with " + data);
        }
    }

    /** A pool without backends, an issuer that nobody reaches, and an authority that is not asked. */
    private static String disordered(String normal, String certificate) {
        return normal.replace(certificate, "[" + certificate + ", {issuer: away, names: b.example.com}], ocspStapling: true")
                .replace("listeners:\n", """
                        issuers:
                          away: {type: acme, directory: "https://127.0.0.1:1/directory", acceptTerms: true}
                        listeners:
                          plain: {bind: "127.0.0.1:0", acmeChallenges: true}
                        """) + "  empty: {backends: []}\n";
    }

    @Test
    @Timeout(300)
    void noPageKeepsAnybodyOut() throws Exception {
        Awe4lb awe4lb = administered(admin());
        Api api = api(awe4lb);
        Browser browser = browser(awe4lb);
        browser.goTo("");
        browser.sees("Token");
        browser.keepsNobodyOut("log-in");
        browser.logIn(ADMIN);
        look(browser, "nothing", pages("", "Three ways to begin", "listeners", "There are no listeners yet", "pools",
                "There are no pools yet", "pools/none", "There is no pool of this name", "connections", "Nobody is connected that fits",
                "config/overrides", "Nothing was changed", "certificates", "No listener terminates TLS"));

        SelfSigned own = SelfSigned.make(directory, "EC");
        String certificate = "{cert: \"%s\", key: \"%s\"}".formatted(own.cert(), own.key());
        String normal = servingBoth().replace("strategy: round-robin", CHECKED).replace("listeners:\n", """
                listeners:
                  secure: {bind: "127.0.0.1:0", routes: [{sni: a.example.com, pool: web}], pool: web, tls: {certificates: %s}}
                """.formatted(certificate));
        api.apply(Api.ANY, normal).with(200);
        client(web.address()).line();
        api.patch(backend("web", b), Api.ANY, "{\"weight\": 3}").with(200);
        Load.spread(web.address(), 100, 2);
        Eventually.until("it is known how long connects take", () -> { // what came before the first sample is not
            Load.spread(web.address(), 1, 1);
            return TIMES.matcher(api.get("/api/v1/stats/rates").with(200).body()).find();
        });
        look(browser, "everything in order", pages("", "No problems", "listeners", "secure", "listeners/secure?sni=a.example.com",
                "because of route 1", "pools", "round-robin", "pools/web", b.toString(), "pools/web/" + Api.segment(a), "connected in",
                "connections", "web / ", "config", "This is revision", "config/history", "in force", "config/effective?from=configuration",
                "line 1",
                "config/overrides", "has weight 3", "certificates", "days left", "plugins", "listener secure", "events",
                "config applied", "system", "Event loops"));
        browser.goTo("");
        browser.reload();
        browser.remembersConnects();
        browser.press("numbers");
        browser.keepsNobodyOut("a chart as a table");
        browser.press("hide numbers");
        Chatter chatter = chatter(web.address());
        browser.sees("Mbit/s");
        browser.keepScreenshot("overview");
        browser.goTo("pools/web");
        browser.keepScreenshot("pool");
        chatter.ends();
        browser.press("Drain " + a);
        browser.sees("No new connection");
        browser.keepsNobodyOut("a dialogue");
        browser.press("Cancel");

        b.stops();
        api.apply(Api.ANY, disordered(normal, certificate)).with(200);
        api.put(adminState(a), Api.ANY, "{\"state\": \"maint\", \"reason\": \"a fan\"}").with(200);
        api.put(WEB + "/fault", Api.ANY, FAULT).with(200);
        look(browser, "everything in disorder", pages("", "no backend serves", "listeners", "secure", "listeners/web", "have a fault",
                "pools", "0 of 2 serve", "pools/web", "maintenance", "pools/web/" + Api.segment(b), "connect_refused",
                "connections?source=10", "is an IP address", "certificates", "1 try failed", "config/overrides", "is in maint", "events",
                "backend health"));
        browser.goTo("config");
        browser.sees("This is revision");
        browser.field("Configuration as YAML").sendKeys(Keys.chord(Keys.CONTROL, Keys.HOME), "listener: {}\n");
        browser.sees("did you mean 'listeners'?");
        browser.keepsNobodyOut("findings");
        browser.hasNoErrors();

        awe4lb.signal("STOP");
        browser.goTo("");
        browser.sees("the server is silent");
        browser.keepsNobodyOut("a silent server");
        awe4lb.signal("CONT");
        browser.sees("live");
    }

    @Test
    void fromTheDemonstrationToADrainedBackend() throws Exception {
        Awe4lb demo = started("demo");
        var link = demo.out().says(LINK);
        Browser browser = browser(URI.create(link.group(1)));
        browser.goTo("login/" + link.group(2));
        browser.sees("No problems");
        browser.press("Pools");
        browser.press("demo");
        browser.press("Drain backend-2");
        browser.press("Drain");
        browser.sees("backend-2 gets no new connections.");
        browser.press("Overview");
        browser.sees("is drained for");
        browser.hasNoErrors();
    }
}
