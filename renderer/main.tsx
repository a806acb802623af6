// First of all, before any schema is built: the page's content security policy forbids code from strings.
import './no-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { connect } from './transport/connect.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <App link={connect()} />
  </StrictMode>,
);
