package io.awe4lb.plugins.tls.boringssl;

import javax.net.ssl.SSLEngine;

/** What cannot be changed of one engine, because it is the same for all of its kind. */
abstract class FixedEngine extends SSLEngine {

    private final boolean isClient;

    FixedEngine(boolean isClient) {
        this.isClient = isClient;
    }

    private static UnsupportedOperationException fixed() {
        return new UnsupportedOperationException("settings are those of all engines of the same kind");
    }

    @Override
    public boolean getUseClientMode() {
        return isClient;
    }

    @Override
    public void setUseClientMode(boolean mode) {
        if (mode != isClient) {
            throw fixed();
        }
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return getEnabledCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return new String[0];
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        throw fixed();
    }

    @Override
    public String[] getSupportedProtocols() {
        return getEnabledProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return new String[0];
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        throw fixed();
    }

    @Override
    public boolean getNeedClientAuth() {
        return false;
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        throw fixed();
    }

    @Override
    public boolean getWantClientAuth() {
        return false;
    }

    @Override
    public void setWantClientAuth(boolean want) {
        throw fixed();
    }

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        throw fixed();
    }
}
