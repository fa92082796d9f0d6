import { render } from 'preact'
import { App } from './app'
import { startRouter } from './router'
import { startClock } from './store/now'
import './style.css'

startRouter()
startClock()
const root = document.getElementById('app')!
root.replaceChildren()
render(<App />, root)
